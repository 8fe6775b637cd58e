"""The one door to Mesa: names that moved between 3.3.1 and 3.5, side effects undone, and what 4.0 would change.

Python 3.11 gets Mesa 3.3.1, later ones get 3.5. Seven things are settled here and nowhere else:

- ``GroupBy`` lives in ``mesa.agent`` (3.3) or in ``mesa.agentset`` (3.5).
- Importing Mesa 3.3 forces the process-wide start method of ``multiprocessing`` to "spawn": it is put back.
- Mesa writes one log line per step: its logger is set to WARNING.
- Mesa 3.3 counts agent ids in a dictionary on the class, keyed by the model, which keeps every model that
  ever registered an agent alive: `claim_id` moves the count to the model.
- Mesa 3.5's visualiser hands a ``scenario`` of its own to any model that takes ``**kwargs``, and 3.3's wants
  them to have just that name: `without_mesas` leaves it out.
- ``mesa.batch_run`` hands a model its parameters and nothing else, so every iteration would live the same fate:
  `iteration_of_batch_run` finds out which one it is.
- Mesa takes more kinds of ``rng`` than whole numbers: `seed_of` makes the seed of a fate from any of them.

One thing is left as it is: Mesa 3.3's ``batch_run`` reports the row before the last one of any model whose collector
also collects at the start, as ours and Mesa's examples do. A run of 5 days reports day 4; Mesa 3.5 reports day 5.

What Mesa 4 would change
------------------------
``pyproject.toml`` asks for Mesa below 4. Seen with 4.0.0a0, with which a model is made, stepped and collected:

- ``mesa.batch_run`` is gone. ``[GovernanceModel(..., replication=k) for k in range(4)]``, each stepped while it is
  ``running``, does the same; comparisons of levers are ``govsim run`` and ``sim.studies``. `iteration_of_batch_run`
  goes, and with it the default of ``replication`` becomes 0.
- ``seed`` of ``mesa.Model`` is gone. We pass ``rng``; our own setting ``seed`` is not Mesa's and stays.
- ``model.steps`` is gone, ``model.time`` counts on. We read ``model.day``; a collector's table is indexed as before.
- ``claim_id``, the start method and the place of ``GroupBy`` are then settled by Mesa and go from here.

Mesa ships no types; the ``TYPE_CHECKING`` branch says what this project relies on, and nothing more.
"""
# ruff: noqa: D102 -- Mesa's own documentation says what its methods do

from __future__ import annotations

import inspect
import logging
import multiprocessing
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import ConfigError, Problem
from sim.i18n import say

__all__ = [
    "Agent",
    "AgentSet",
    "DataCollector",
    "GroupBy",
    "Model",
    "claim_id",
    "iteration_of_batch_run",
    "seed_of",
    "without_mesas",
]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random
    from types import FrameType

    class Model:
        """What is used of ``mesa.Model``."""

        running: bool
        steps: int
        random: Random
        rng: np.random.Generator

        def __init__(self, *, rng: int | None = None) -> None: ...
        def step(self) -> None: ...
        def register_agent(self, agent: Agent) -> None: ...
        @property
        def agents(self) -> AgentSet: ...
        @property
        def agent_types(self) -> list[type[Agent]]: ...
        @property
        def agents_by_type(self) -> Mapping[type[Agent], AgentSet]: ...

    class Agent:
        """What is used of ``mesa.Agent``."""

        model: Any
        unique_id: int

        def __init__(self, model: Model) -> None: ...
        def remove(self) -> None: ...

    class AgentSet:
        """What is used of ``mesa.agent.AgentSet``."""

        random: Random

        def __len__(self) -> int: ...
        def __iter__(self) -> Iterator[Any]: ...
        def __contains__(self, agent: object) -> bool: ...
        def do(self, method: str) -> AgentSet: ...

    class DataCollector:
        """What is used of ``mesa.DataCollector``."""

        def __init__(self, model_reporters: dict[str, Any] | None = None) -> None: ...
        def collect(self, model: Model) -> None: ...

    class GroupBy:
        """What is used of Mesa's ``GroupBy``."""

        groups: dict[Any, Any]

        def __init__(self, groups: dict[Any, Any]) -> None: ...
        def count(self) -> dict[Any, int]: ...
        def map(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> dict[Any, Any]: ...

else:
    _start_method = multiprocessing.get_start_method(allow_none=True)
    from mesa import Agent, DataCollector, Model

    multiprocessing.set_start_method(_start_method, force=True)

    try:
        from mesa.agentset import AgentSet, GroupBy
    except ModuleNotFoundError:  # Mesa 3.3
        from mesa.agent import AgentSet, GroupBy

    logging.getLogger("MESA").setLevel(logging.WARNING)


def claim_id(model: Model, agent: Agent) -> None:
    """Give a registered agent its number, from a count that dies with the model.

    Called by the model just before Mesa registers an agent. Mesa 3.5 counts on the model by itself.

    Parameters
    ----------
    model : Model
        The model that registers the agent.
    agent : Agent
        The agent; on Mesa 3.3 its ``unique_id`` is set to 1, 2, 3, ... in order of registration.
    """
    ids_by_model: dict[Model, Any] | None = getattr(Agent, "_ids", None)
    if ids_by_model is None:
        return
    ids_by_model.pop(model, None)
    agent.unique_id = model.__dict__["_n_ids"] = model.__dict__.get("_n_ids", 0) + 1


def without_mesas(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Leave out what Mesa's visualiser adds to the keywords of a model when it is reset."""
    return {name: value for name, value in kwargs.items() if name not in ("scenario", "simulator")}


def iteration_of_batch_run() -> int:
    """Find out which iteration of ``mesa.batch_run`` is making a model now; 0 outside of it.

    Mesa does not tell the model. The number stands in a variable of Mesa's function that makes it, in this process
    and in Mesa's worker processes alike, in 3.3 as in 3.5: it is read there, and nothing of Mesa is changed. A seed
    of ``batch_run(rng=[...])``, which Mesa 3.5 offers, belongs to one iteration only; its number is then 0, so that
    the same seed is the same fate outside of ``batch_run``.

    Raises
    ------
    ConfigError
        If it is ``mesa.batch_run``, but of a Mesa that keeps the number elsewhere.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__") != "mesa.batchrunner":
        frame = frame.f_back
    if frame is None:
        return 0
    known, offered = dict(frame.f_locals), inspect.signature(frame.f_globals["batch_run"]).parameters
    if not {"iteration", "kwargs", "model_cls"} <= known.keys():
        found = say("agents.iteration")
        raise ConfigError([Problem("replication", found, hint=say("agents.range"))])
    named = "seed" if "seed" in inspect.signature(known["model_cls"]).parameters else "rng"
    is_single = "rng" in offered and known["kwargs"].get(named) is not None
    return 0 if is_single else int(known["iteration"])


def seed_of(rng: Any) -> int:
    """Make the seed of a fate, 0 to 2**32 - 1, from what Mesa takes as ``rng``.

    Parameters
    ----------
    rng : int, sequence of int or numpy.random.SeedSequence
        A whole number below 2**32 is the seed; anything else is hashed into one, as NumPy does it.

    Raises
    ------
    ConfigError
        If it is none of these; a generator has no seed that could be written down.
    """
    if isinstance(rng, int | np.integer) and 0 <= rng < 2**32:
        return int(rng)
    try:
        spread = rng if isinstance(rng, np.random.SeedSequence) else np.random.SeedSequence(rng)
    except (TypeError, ValueError):
        allowed = say("agents.seed")
        raise ConfigError([Problem("rng", say("errors.found", x=repr(rng)), allowed)]) from None
    return int(spread.generate_state(1)[0])
