"""Five sections on one place: oracles, patterns, place cards, blind observations, scores."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sim.config.run import RunConfig, parse
from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.observations.published import published
from sim.observations.table import Observation, digest, for_place
from sim.observations.windows import run_for
from sim.studies.engines.base import Engine
from sim.studies.posterior import Posterior
from sim.validation import oracles
from sim.validation.chance import closed_forms
from sim.validation.checks import Check
from sim.validation.draws import Progress, called, drawn, fitted_on, targets_of
from sim.validation.patterns import patterns
from sim.validation.predictive import Card, card
from sim.validation.scores import Scores, mean_of, median_of

DRAWS, QUICK_DRAWS = 100, 40
INCIDENTS = 200_000
"""Problems that the closed forms of what is heard are held against."""
CONSERVED = 2
"""Replications in which conservation is watched."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found.

    Attributes
    ----------
    place : str
    draws : int
    posterior : Posterior or None
        Which one was drawn from; None if the place has none, and the prior was.
    oracles, patterns : list of Check
    fitted, predicted, blind : list of Card
    scores : Scores
        Over rows that were predicted, and blind ones.
    blind_hash : str
        Of the blind rows; empty without.
    elsewhere : int
        Blind rows about other places.
    """

    place: str
    draws: int
    posterior: Posterior | None
    oracles: list[Check]
    patterns: list[Check]
    fitted: list[Card]
    predicted: list[Card]
    blind: list[Card]
    scores: Scores
    blind_hash: str = ""
    elsewhere: int = 0
    days: tuple[int, str] = (0, "")
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def broken(self) -> list[Check]:
        """Hard checks that do not hold."""
        return [check for check in self.oracles if check.hard and not check.holds]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes
    ----------
    config : RunConfig
        The place, without levers.
    blind : tuple of Observation
    draws : int
        0 for the usual number.
    quick : bool
    posterior : Posterior, optional
    """

    config: RunConfig
    blind: tuple[Observation, ...] = ()
    draws: int = 0
    quick: bool = False
    posterior: Posterior | None = None


def validate(
    wanted: Wanted, engine: Engine, stop: threading.Event, progress: Callable[[str], Progress] | None = None
) -> Report:
    """Do all five.

    Raises
    ------
    ConfigError
        If blind rows were fitted, or their windows do not fit the run; if SimPy is missing.
    """
    config, quick = wanted.config, wanted.quick
    own = for_place(wanted.blind, config.place.name)
    refuse_fitted(own, wanted.posterior)
    config = long_enough(config, own)
    checks = [*oracles.golden_queues(quick=quick), *oracles.peer(quick=quick), *closed_forms(INCIDENTS),
              oracles.conservation(config, CONSERVED)]  # fmt: skip
    rows = rows_of(config, own, wanted.posterior)
    many = wanted.draws or (QUICK_DRAWS if quick else DRAWS)
    told = progress or (lambda what: None)
    seen = patterns(wanted.config, engine, stop, quick=quick, progress=told(say("validate.patterns")))
    prior = drawn(config, rows, many, engine, stop, progress=told(say("validate.prior")))
    said = prior
    if wanted.posterior is not None:
        said = drawn(
            config, rows, many, engine, stop, source=wanted.posterior, progress=told(say("validate.posterior"))
        )
    before = prior if said is not prior else None
    cards = [
        card(row, said.figures[row.id], before.figures[row.id] if before else None, last_of(row, rows)) for row in rows
    ]
    by_role = {role: [c for c in cards if c.row.role == role] for role in ("fit", "predict", "blind")}
    return Report(
        config.place.name, many, wanted.posterior, checks, seen, by_role["fit"], by_role["predict"], by_role["blind"],
        scored([*by_role["predict"], *by_role["blind"]]), digest(own) if own else "",
        len(wanted.blind) - len(own), (config.run.days, config.run.start_date),
    )  # fmt: skip


def rows_of(config: RunConfig, blind: Sequence[Observation], posterior: Posterior | None) -> list[Observation]:
    """All rows of a place: published ones, those that its posterior was fitted on, and blind ones.

    Where there is a posterior, what it was fitted on is fitted; without one, what is meant to be.
    """
    known = {row.key: row for row in (*published(), *(targets_of(posterior) if posterior is not None else ()))}
    here = for_place(known.values(), config.place.name)
    rows = [row for row in here if not _replaced(row, [*here, *blind])]
    fitted = fitted_on(posterior) if posterior is not None else frozenset()
    told = [
        replace(row, role="fit" if row.key in fitted or _fitted_role(row, posterior) else "predict") for row in rows
    ]
    taken = {row.id for row in blind}
    return [*(replace(row, id=f"{row.id}*") if row.id in taken else row for row in told), *blind]


def _fitted_role(row: Observation, posterior: Posterior | None) -> bool:
    return row.role == "fit" and (posterior is None or not fitted_on(posterior))


def _replaced(row: Observation, others: Iterable[Observation]) -> bool:
    """Whether the place has a figure of its own of the same thing."""
    return not row.place and any(o.place and (row.measure, row.area) == (o.measure, o.area) for o in others)


def refuse_fitted(blind: Sequence[Observation], posterior: Posterior | None) -> None:
    """Refuse rows as blind that the posterior was fitted on.

    Raises
    ------
    ConfigError
        With a problem for each.
    """
    if posterior is None:
        return
    known = [row for row in blind if row.key in fitted_on(posterior)]
    if known:
        file = called(posterior)
        raise ConfigError(
            [Problem(f"observations, {r.id}", say("validate.was_fitted", key=r.key, file=file)) for r in known]
        )


def long_enough(config: RunConfig, rows: Sequence[Observation]) -> RunConfig:
    """A run that holds all windows behind its warm-up: with dates where rows have them, and longer where they ask.

    Raises
    ------
    ConfigError
        If a row's window lies in no such run.
    """
    windows = [row.days for row in rows]
    dates = [w.dates for w in windows if w.dates is not None]
    tree = config.to_dict()
    warm = config.run.warmup_days
    if dates and not config.run.start_date:
        tree["start_date"], days = run_for(dates, warm)
        tree["days"] = max(days, config.run.days)
    tree["days"] = max([tree["days"], *(w.days[1] for w in windows if w.days is not None)])
    tree["warmup_days"] = warm
    made = config if tree == config.to_dict() else parse(tree, config.said)
    problems = []
    for row in rows:
        lies = row.days.in_run(made)
        if lies is None or lies[0] < warm:
            found = say("validate.window", window=row.window, first=warm, until=made.run.days)
            problems.append(Problem(f"observations, {row.id}", found, hint=say("validate.window_hint")))
    if problems:
        raise ConfigError(problems)
    return made


def last_of(row: Observation, rows: Iterable[Observation]) -> float:
    """What was seen of the same thing in the same place in the latest window that ended before the row's began."""
    mine = row.days
    best: tuple[Any, float] | None = None
    for other in rows:
        if (other.place, other.measure, other.area) != (row.place, row.measure, row.area) or not row.place:
            continue
        theirs = other.days
        ended: Any = None
        if mine.days is not None and theirs.days is not None and theirs.days[1] <= mine.days[0]:
            ended = theirs.days[1]
        if mine.dates is not None and theirs.dates is not None and theirs.dates[1] < mine.dates[0]:
            ended = theirs.dates[1]
        if ended is not None and (best is None or ended > best[0]):
            best = ended, other.value
    return best[1] if best is not None else math.nan


def scored(cards: Sequence[Card]) -> Scores:
    """Score the rows that the model says something of."""
    said = [c for c in cards if math.isfinite(c.crps)]
    both = [c for c in said if math.isfinite(c.crps_prior)]
    return Scores(
        rows=len(said),
        in_50=sum(c.in_50 for c in said),
        in_90=sum(c.in_90 for c in said),
        crps=mean_of([c.crps for c in said]),
        crps_prior=mean_of([c.crps_prior for c in both]),
        crps_last=mean_of([c.crps_last for c in said]),
        worse=sum(c.crps > c.crps_prior for c in both),
        width=median_of([c.width for c in said]),
    )
