"""Observations that records make: what the model can be held against, in its own names and units."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.i18n import joined, say
from sim.measures import SHARE_DIFFERENCE
from sim.observations.table import COLUMNS
from sim.records.called import SDS
from sim.records.learned import Learned
from sim.records.spread import Number

GAPS = ("environment", "facilities", "property", "disputes")
"""Categories for which the model has a statistic of being late more often than others."""
OF_RATES = {
    "closed": "closing_rate", "rework": "rework_rate", "contacted": "visit_response", "resolved": "visit_resolution",
    "satisfied": "visit_satisfaction",
}  # fmt: skip
"""{rate of the records: measure of the model}"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of observations.csv."""

    measure: str
    value: float
    unit: str
    sd: float
    n: int
    note: str


def rows_of(found: Learned) -> list[Row]:
    """Observations, those without a value or a spread left out."""
    rows = [] if found.answered_only else [*_when(found), *_what(found), *_how(found)]
    return [row for row in rows if np.isfinite(row.value) and np.isfinite(row.sd) and row.sd > 0.0]


def _row(measure: str, number: Number, unit: str, times: float = 1.0, also: str = "") -> Row:
    note = say(SDS[number.reason])
    return Row(measure, number.value * times, unit, number.sd * times, number.n, note + also)


def _when(found: Learned) -> Iterator[Row]:
    rhythm = found.rhythm
    if rhythm is None:
        return
    if found.counts_all is not False and found.volume is not None:
        also = say("records.note_total") if np.isfinite(found.total) else ""
        if found.counts_all is None:
            also = say("records.note_unsure")
        yield _row("reported", found.volume, "cases/d", found.times, also)
    yield _row("weekend_ratio", rhythm.weekend, "ratio")
    if rhythm.shape[2] < 200.0:
        yield _row("overdispersion_of_days", rhythm.moments, "shape")


def _what(found: Learned) -> Iterator[Row]:
    for name, share in found.shares.items():
        whose = "" if found.told_known else say("records.note_who")
        yield _row(f"reported:{name}", share, "%", also=joined([say("records.note_kinds"), whose], ""))
    if found.repeats is not None:
        yield _row("duplicate", found.repeats, "%")
    if found.found is not None:
        yield _row("found", found.found, "%")


def _how(found: Learned) -> Iterator[Row]:
    for name, measure in OF_RATES.items():
        if name in found.rates:
            yield _row(measure, found.rates[name], "%")
    on_time = found.rates.get("closed_on_time") or found.on_time
    if on_time is not None:
        yield _row("on_time", on_time, "%")
    for name in GAPS:
        if name in found.gaps:
            yield _row(f"on_time_gap_{name}", found.gaps[name], SHARE_DIFFERENCE)
    for measure, number, unit in (
        ("lateness_sd_of_communities", found.lateness_areas, "logits"),
        ("lateness_sd_of_categories", found.lateness_categories, "logits"),
        ("closing_sd_of_categories", found.closing_between, "log-sd"),
        ("closing_sd_within_categories", found.closing_within, "log-sd"),
    ):
        if number is not None:
            yield _row(measure, number, unit)
    for stage in found.stages:
        if stage.name == "started":
            yield _row("response_median", stage.median, "h")
        elif stage.name == "all":
            yield _row("resolution_median", stage.median, "d", 1.0 / 24.0)


def table(rows: Sequence[Row], window: str) -> str:
    """Write observations as `sim.observations.table` reads them; any place, the whole of it."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(COLUMNS)
    for number, row in enumerate(rows, start=1):
        write.writerow([f"O{number:03d}", "", "all", row.measure, window, f"{row.value:.6g}", row.unit, f"{row.sd:.3g}",
                        row.n, "records", row.note])  # fmt: skip
    return out.getvalue()
