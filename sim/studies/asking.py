"""Ask the model a question: fill its folder, conclude, read the answer back."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.config.run import RunConfig, same_window
from sim.errors import ConfigError
from sim.i18n import Bilingual, joined, say
from sim.measures import HEADLINE
from sim.store.asks import Ask
from sim.store.folder import TABLES
from sim.store.merge import ANSWERS
from sim.store.writers import writing
from sim.studies.answers import begin, conclude
from sim.studies.engines.base import Engine
from sim.studies.engines.batches import guess_cpu_s
from sim.studies.engines.make import engine_of
from sim.studies.engines.settings import EngineSettings
from sim.studies.looks import MAXIMUM, Plan
from sim.studies.posterior import home_of, load_posterior, posterior_file
from sim.studies.priors import Source, drawn_values
from sim.studies.results import Results, results_of
from sim.studies.runner import How, Outcome, Progress, fill, refuse_other_code
from sim.studies.settling import is_settled

DRAWS = 64
"""Draws of a comparison where the place has a posterior and nobody says how many."""
PRIOR, POSTERIOR = "prior", "posterior"
"""What draws can come from; or the path of a posterior's file."""
WHOLE = 5
"""Pairs of a comparison whose cases are kept whole, so that a difference can be explained."""


def folder_of(config: RunConfig) -> Path:
    """The study folder of a run: results / into, by default the place's name."""
    return Path(config.run.results_dir) / (config.run.into or config.place.name)


def same_days(arms: Mapping[str, RunConfig]) -> dict[str, RunConfig]:
    """Measure all arms over the same days."""
    return dict(zip(arms, same_window(list(arms.values())), strict=True))


def ask_of(
    kind: str, arms: Mapping[str, RunConfig], typed: Sequence[str] = (), *, tables: bool = True, question: str = ""
) -> Ask:
    """Make a question of arms; all are measured over the same days.

    Parameters
    ----------
    kind : {"run", "compare", "sweep"}
    arms : dict label -> RunConfig
    typed : sequence of str
        What the user typed.
    tables : bool
        Whether tables are kept beside measures and costs.
    question : str
    """
    settled = dict(arms) if kind == "sweep" else same_days(arms)
    run = next(iter(settled.values())).run
    return Ask(
        kind=kind,
        arms=settled,
        replications=run.replications,
        tables=TABLES if tables else (),
        case_rows=run.case_rows if tables else 0,
        whole=WHOLE if tables and kind == "compare" else 0,
        typed=tuple(typed),
        question=question,
    )


def with_draws(ask: Ask, n: int | None, source: str = "") -> Ask:
    """The same question with draws beside the pairs at the defaults.

    Parameters
    ----------
    ask : Ask
    n : int, optional
        Draws; None leaves it to the question: `DRAWS` of a comparison where the place has a posterior, else none.
    source : str
        ``prior``, ``posterior`` (of the place, beside its file where that was said by its path), or the path of a
        posterior's file; empty is the place's posterior where there is one, else the prior.

    Raises
    ------
    ConfigError
        If a posterior was asked for that is not there or must not be used. One that nobody asked for is left aside
        then; see `left_aside`.
    """
    home = home_of(ask.first)
    known = home.is_file()
    if n is None and not source and left_aside(ask) is not None:
        known = False
    if n is None:
        n = DRAWS if source or (ask.kind == "compare" and known) else 0
    if not n:
        return replace(ask, drawn=(), source="")
    if not source:
        source = POSTERIOR if known else PRIOR
    if source == PRIOR:
        return replace(ask, drawn=tuple(values_of(ask, k, None) for k in range(n)), source=PRIOR)
    if source == POSTERIOR and home != posterior_file(ask.first.place.name):
        source = str(home)  # the folder of results does not know where a place's own file lies
    posterior = load_posterior(home if source == POSTERIOR else Path(source))
    name = POSTERIOR if source == POSTERIOR else str(source)
    return replace(ask, drawn=tuple(values_of(ask, k, posterior) for k in range(n)), source=name)


def left_aside(ask: Ask) -> Bilingual | None:
    """Why a comparison that nobody asked draws of has none though the place has a posterior; else None."""
    home = home_of(ask.first)
    if ask.kind != "compare" or not home.is_file():
        return None
    try:
        load_posterior(home)
    except ConfigError as error:
        return say("draws.left_aside", why=joined([p.found for p in error.problems], "; "))
    return None


def more_draws(ask: Ask, n: int) -> Ask:
    """The same question with more draws of the same kind; those that it has stay as they are."""
    more = with_draws(ask, n, ask.source)
    return replace(more, drawn=(*ask.drawn, *more.drawn[len(ask.drawn) :])[:n])


def values_of(ask: Ask, draw: int, source: Source | None) -> dict[str, float]:
    """Values of a draw of all that is drawn in any arm."""
    found: dict[str, float] = {}
    for config in ask.arms.values():
        found = drawn_values(config, draw, source) | found
    return found


def answer(
    ask: Ask,
    study: Path,
    engine: Engine,
    how: How,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> tuple[Results, Outcome]:
    """Live what is missing on an engine, conclude, and read the answer.

    Parameters
    ----------
    ask : Ask
    study : Path
        The study folder.
    engine : Engine
    how : How
    stop : Event, optional
    progress : callable, optional

    Raises
    ------
    FolderInUse, OtherCode
        Before anything is lived.
    """
    with writing(study, join=how.join) as own:
        if not how.anew:
            refuse_other_code(study, ask)
        begin(study, ask)
        outcome = fill(study, own, ask, engine, how, stop, progress)
        results = results_of(study / ANSWERS / ask.digest(), ask)
        if outcome.there:
            conclude(results)
    return results, outcome


def lived(
    ask: Ask,
    study: Path,
    engine: EngineSettings,
    how: How,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> tuple[Results, Outcome]:
    """Answer a question on the engine that was asked for; a small one needs no workers."""
    tasks = len(ask.arms) * (ask.replications + len(ask.drawn))
    work_s = tasks * guess_cpu_s(ask.first, tables=bool(ask.tables))
    with engine_of(engine, how.jobs, work_s=work_s) as made:
        return answer(ask, study, made, replace(how, jobs=made.jobs), stop, progress)


@dataclass(frozen=True, slots=True)
class Looks:
    """When a comparison is looked at: until the measures are settled.

    Attributes
    ----------
    measures : tuple of str
        Those that must be settled, at most ten; by default the headline ones.
    most : int, optional
        Pairs at which it ends.
    """

    measures: tuple[str, ...] = ()
    most: int | None = None

    @property
    def plan(self) -> Plan:
        """The looks, and the chance of error of each."""
        return Plan.of(self.measures or HEADLINE, self.most or MAXIMUM)


def until_settled(
    ask: Ask,
    study: Path,
    engine: EngineSettings,
    how: How,
    looks: Looks,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> tuple[Results, Outcome]:
    """Add pairs, look by look, until every measure is settled against the first arm in every other arm.

    The plan is written down before the first pair.
    """
    plan = looks.plan
    for pairs in plan.looks:
        planned = replace(ask, replications=pairs, extra={**ask.extra, "plan": plan.to_dict()}, drawn=(), source="")
        results, outcome = lived(planned, study, engine, how, stop, progress)
        if not outcome.complete or is_settled(results.runs, results.arms, plan):
            break
    if ask.drawn and outcome.complete:  # the draws have no say in when pairs are enough
        planned = replace(planned, drawn=ask.drawn, source=ask.source)
        results, outcome = lived(planned, study, engine, how, stop, progress)
    return results, outcome
