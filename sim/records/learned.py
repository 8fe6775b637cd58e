"""What cleaned records say of a district; numbers only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.records.cases import Cases, hits
from sim.records.categories import NAMES
from sim.records.cleaning import Cleaned
from sim.records.columns import printable, tellable
from sim.records.durations import Stage, closing_sds, stages
from sim.records.on_map import OnMap, on_map
from sim.records.rates import Area, areas_of, five_rates, lateness_sd, on_time_of
from sim.records.rhythm import Rhythm, by_hour, completeness, first_day, repeated_within_a_day, rhythm, volume
from sim.records.spread import LEAST, Blocks, Number, between, blocks_of, share
from sim.records.windows import Kept, in_window, kept_days
from sim.types import Bools, Ints, Small

FOUND_BY = (
    "监督员",
    "采集员",
    "网格员",
    "巡查",
    "巡办",
    "视频",
    "智能",
    "city worker",
    "employee",
    "patrol",
    "inspector",
    "camera",
)
"""Channels of cases that somebody in charge found; all others are reports of residents."""
ALL = 0.9
"""Share of the running numbers from which on a file counts as whole."""


@dataclass(slots=True)
class Learned:
    """What records say.

    Attributes
    ----------
    kept : Kept
        Days, and the window.
    answered_only : bool
    rows : int
        Cases that count, in the window where there is one.
    total : float
        Cases of the platform in the window, where somebody has said it; nan if not.
    filled : float
        Share of the running numbers in the file; nan where they do not run.
    filled_months : list of float
    rhythm : Rhythm or None
    hours : array [7, 24]
    shares, other_shares : dict category -> Number, percent
    mapped : int
    strange : dict text -> int
        Unknown types that may be printed.
    strange_rows : int
    repeats : Number or None
        Reports that repeat another, percent, where the file marks them.
    counted : dict
        Communities, streets and grids that the file names, each at least five times.
    told_known : bool
        Whether the file says who told; if not, what workers found may be among the cases.
    volume : Number or None
        Reports of residents a day, where it is known who told.
    found : Number or None
        Cases that somebody in charge found, percent.
    on_time : Number or None
    on_time_by : dict category -> Number
    gaps : dict category -> Number
        On time of a category less that of all, points.
    rates : dict name -> Number
    areas : list of Area
        Communities with enough cases; small ones pooled.
    between_areas, between_units : (points, number)
    lateness_areas, lateness_categories : Number or None
        Standard deviation of the logit of lateness.
    closing_between, closing_within : Number or None
        Spread of the logarithm of the time to closure, between and within categories.
    stages : list of Stage
    repeated : (percent, percent)
        Reports with another of the kind within a day, and by chance.
    satisfied : dict
        Two by two of solved and satisfied, and how many said neither.
    unplaced : int
        Cases without a community.
    on_map : list of OnMap
        Names that the records or the map alone have, where there is a map.
    """

    kept: Kept
    answered_only: bool
    rows: int
    total: float
    filled: float = float("nan")
    filled_months: list[float] = field(default_factory=list)
    rhythm: Rhythm | None = None
    hours: Ints = field(default_factory=lambda: np.zeros((7, 24), np.int64))
    shares: dict[str, Number] = field(default_factory=dict)
    other_shares: dict[str, float] = field(default_factory=dict)
    mapped: int = 0
    strange: dict[str, int] = field(default_factory=dict)
    strange_rows: int = 0
    repeats: Number | None = None
    counted: dict[str, int] = field(default_factory=dict)
    told_known: bool = True
    volume: Number | None = None
    found: Number | None = None
    on_time: Number | None = None
    on_time_by: dict[str, Number] = field(default_factory=dict)
    gaps: dict[str, Number] = field(default_factory=dict)
    rates: dict[str, Number] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    between_areas: tuple[float, int] = (float("nan"), 0)
    between_units: tuple[float, int] = (float("nan"), 0)
    lateness_areas: Number | None = None
    lateness_categories: Number | None = None
    closing_between: Number | None = None
    closing_within: Number | None = None
    stages: list[Stage] = field(default_factory=list)
    repeated: tuple[float, float] = (float("nan"), float("nan"))
    satisfied: dict[str, int] = field(default_factory=dict)
    unplaced: int = 0
    on_map: list[OnMap] = field(default_factory=list)
    volume_cv: float = float("nan")

    @property
    def counts_all(self) -> bool | None:
        """Whether counts of the file are counts of the place: None if nothing says so."""
        if self.answered_only or not self.kept.window:
            return False
        if np.isfinite(self.total):
            return True
        return None if not np.isfinite(self.filled) else self.filled >= ALL

    @property
    def times(self) -> float:
        """By what counts are multiplied for the place."""
        return self.total / self.rows if np.isfinite(self.total) and self.rows else 1.0


def learn(
    clean: Cleaned, readings: tuple[Small, Small, dict[str, int]], *, answered_only: bool, total: float = float("nan"),
    mapped: Mapping[str, Sequence[str]] | None = None,
) -> Learned:  # fmt: skip
    """Learn what records say.

    Parameters
    ----------
    clean : Cleaned
        With at least one case.
    readings : (category, other reading, unknown types)
    answered_only : bool
        Whether cases that have not ended are missing.
    total : float
        Cases of the platform in the window, if somebody knows.
    mapped : mapping level -> names, optional
        Names of areas on a map: they may be printed, whatever they look like.
    """
    kept = kept_days(clean.cases.times["reported"])
    if answered_only:
        kept = Kept(kept.first, kept.counts, None)
    inside = in_window(clean.cases.times["reported"], kept)
    cases, category, other = clean.cases.kept(inside), readings[0][inside], readings[1][inside]
    found = Learned(kept, answered_only, cases.n, total)
    found.told_known = told_by_residents(cases) is not None
    blocks: Blocks | None = None
    if kept.window:
        blocks = blocks_of(cases.times["reported"], first_day(kept.date(kept.window[0])), kept.days)
        found.rhythm = rhythm(kept)
        found.volume = _volume(kept, cases)
        if cases.running:
            filled = completeness(cases.case, cases.times["reported"], blocks.month)
            found.filled, found.filled_months = filled or (float("nan"), [])
        found.repeated = repeated_within_a_day(
            cases.word("community")[0], cases.word("type3")[0], cases.times["reported"]
        )
    named = mapped or {}
    _areas(found, cases, clean.end, [name for names in named.values() for name in names])
    found.on_map = on_map(clean.cases, named)
    found.unplaced = _unplaced(clean.cases)  # of all, as what is counted beside it
    _shares(found, cases, category, other, blocks, readings[2])
    found.hours = by_hour(cases.times["reported"], clean.batch[inside])
    if "duplicate" in cases.flags:  # what repeats another case has no course of its own
        repeated = cases.flags["duplicate"] == 1
        told = told_by_residents(cases)
        found.repeats = share(repeated, np.ones(cases.n, np.bool_) if told is None else told, blocks)
        cases, category = cases.kept(~repeated), category[~repeated]
        blocks = blocks.kept(~repeated) if blocks is not None else None
    _found_by_others(found, cases, blocks)
    _on_time(found, cases, category, blocks, clean.end)
    found.rates = {} if answered_only else five_rates(cases, clean.end, blocks)
    found.stages = stages(cases, clean.end, blocks)
    found.closing_between, found.closing_within = closing_sds(cases, category)
    _answers(found, cases)
    return found


def _volume(kept: Kept, cases: Cases) -> Number | None:
    """Reports of residents a day: what somebody in charge found is no report."""
    told = told_by_residents(cases)
    if told is None:
        return None
    day = (cases.times["reported"][told].astype("datetime64[D]") - np.datetime64(kept.date(0), "D")).astype(np.int64)
    first = kept.window[0] if kept.window else 0
    return volume(np.bincount(day - first, minlength=kept.days)) if told.any() else None


def told_by_residents(cases: Cases) -> Bools | None:
    """Which cases residents told; None where the file does not say who told."""
    codes, names = cases.word("channel")
    if not names:
        return None
    return np.asarray(~hits(names, FOUND_BY)[codes] & (codes >= 0))


def _shares(
    found: Learned, cases: Cases, category: Small, other: Small, blocks: Blocks | None, strange: dict[str, int]
) -> None:  # fmt: skip
    told = told_by_residents(cases)
    own = np.ones(cases.n, np.bool_) if told is None or told.sum() < LEAST else told
    known, known_other = (category >= 0) & own, (other >= 0) & own
    found.mapped = int(np.count_nonzero(category >= 0))
    found.strange = {
        word: n for word, n in sorted(strange.items(), key=lambda item: -item[1]) if printable(word, n, "type")
    }
    found.strange_rows = sum(strange.values())
    for c, name in enumerate(NAMES):
        if not known.any():
            return
        second = 100.0 * float(np.mean(other[known_other] == c))
        found.other_shares[name] = second
        found.shares[name] = share(category == c, known, blocks, second)


def _found_by_others(found: Learned, cases: Cases, blocks: Blocks | None) -> None:
    told = told_by_residents(cases)
    if told is not None:
        known = cases.word("channel")[0] >= 0
        if 0 < told.sum() < known.sum():
            found.found = share(~told & known, known, blocks)


def _on_time(found: Learned, cases: Cases, category: Small, blocks: Blocks | None, end: np.datetime64) -> None:
    hit, known = on_time_of(cases, end)
    if known.sum() < LEAST:
        return
    found.on_time = share(hit, known, blocks)
    for c, name in enumerate(NAMES):
        own = known & (category == c)
        if own.sum() >= LEAST:
            found.on_time_by[name] = one = share(hit, own, blocks)
            # the whole holds the part, so this is a little too wide
            sd = float(np.hypot(one.sd, found.on_time.parts["chance"]))
            found.gaps[name] = Number(one.value - found.on_time.value, sd,
                                      one.n, one.parts)  # fmt: skip
    found.lateness_areas = lateness_sd(cases.word("community")[0], hit, known, chance_out=True)
    found.lateness_categories = lateness_sd(category.astype(np.int64), hit, known, chance_out=False)
    for name in ("community", "unit"):
        codes, _ = cases.word(name)
        there = known & (codes >= 0)
        many, good = (
            np.bincount(codes[there]),
            np.bincount(codes[there & hit], minlength=int(codes.max(initial=-1)) + 1),
        )
        good = good[: len(many)]
        enough = many >= 20
        pair = between(good[enough], many[enough]), int(enough.sum())
        if name == "community":
            found.between_areas = pair
        else:
            found.between_units = pair


def _unplaced(cases: Cases) -> int:
    codes, names = cases.word("community" if cases.word("community")[1] else "street")
    return int(np.count_nonzero(codes < 0)) if names else 0


def _areas(found: Learned, cases: Cases, end: np.datetime64, mapped: Collection[str]) -> None:
    name = "community" if cases.word("community")[1] else "street"
    codes, names = cases.word(name)
    hit, known = on_time_of(cases, end)
    found.areas = areas_of(codes, names, hit, known, mapped)
    for level, field_ in (("streets", "street"), ("communities", "community"), ("grids", "grid")):
        codes, names = cases.word(field_)
        many = np.bincount(codes[codes >= 0], minlength=len(names))
        there = sum(tellable(word, int(n)) for word, n in zip(names, many, strict=True))
        if there:
            found.counted[level] = int(there)
    many = np.array([a.cases for a in found.areas if a.name], np.float64)
    if len(many) > 2:
        found.volume_cv = float(np.std(many, ddof=1) / many.mean())


def _answers(found: Learned, cases: Cases) -> None:
    solved, pleased = (cases.flags.get(name) for name in ("resolved", "satisfied"))
    if solved is None or pleased is None:
        return
    for a, first in ((1, "solved"), (0, "unsolved")):
        for b, second in ((1, "satisfied"), (0, "dissatisfied")):
            found.satisfied[f"{first}_{second}"] = int(np.count_nonzero((solved == a) & (pleased == b)))
    found.satisfied["unanswered"] = int(np.count_nonzero((solved < 0) | (pleased < 0)))
