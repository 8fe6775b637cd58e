"""The one door to Mesa: names that moved between 3.3.1 and 3.5, and side effects undone.

Python 3.11 gets Mesa 3.3.1, later ones get 3.5. Five things are settled here and nowhere else:

- ``GroupBy`` lives in ``mesa.agent`` (3.3) or in ``mesa.agentset`` (3.5).
- Importing Mesa 3.3 forces the process-wide start method of ``multiprocessing`` to "spawn": it is put back.
- Mesa writes one log line per step: its logger is set to WARNING.
- Mesa 3.3 counts agent ids in a dictionary on the class, keyed by the model, which keeps every model that
  ever registered an agent alive: `claim_id` moves the count to the model.
- Mesa 3.5's visualiser hands a ``scenario`` of its own to any model that takes ``**kwargs``, and 3.3's wants
  them to have just that name: `without_mesas` leaves it out.

Mesa ships no types; the ``TYPE_CHECKING`` branch says what this project relies on, and nothing more.
"""
# ruff: noqa: D102 -- Mesa's own documentation says what its methods do

from __future__ import annotations

import logging
import multiprocessing
from typing import TYPE_CHECKING, Any

__all__ = ["Agent", "AgentSet", "DataCollector", "GroupBy", "Model", "claim_id", "without_mesas"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

    import numpy as np

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
