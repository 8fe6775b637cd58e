"""What records say, in sentences; the terminal and the page share them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.i18n import Bilingual, joined, say, word
from sim.measures import MEASURES
from sim.records.called import MEASURES as CALLED
from sim.records.called import RATES, RULES, STAGES, WHY
from sim.records.columns import presets
from sim.records.durations import Stage
from sim.records.importing import FileRead, Imported
from sim.records.learned import ALL, Learned
from sim.records.on_map import OnMap
from sim.records.since import Since
from sim.records.spread import CHANCE

SHOWN = 12
"""Unknown types that are named."""


def head(found: Imported) -> Iterator[Bilingual]:
    """Files, rows, what was left out."""
    yield say("records.head", files=len(found.files), rows=found.rows, cases=found.clean.cases.n)
    for file in found.files:
        yield of_file(file)
    yield from rules(found)


def of_file(file: FileRead) -> Bilingual:
    """How a file was read."""
    preset = presets()[file.preset].title if file.preset in presets() else say("records.of_map")
    above = say("records.above", n=file.above) if file.above else ""
    lost = say("records.lost", n=file.broken) if file.broken else ""
    told = say("records.file", name=file.name, preset=preset, encoding=file.encoding, above=above, lost=lost,
               rows=file.rows, read=len(file.columns), unread=file.n_unread)  # fmt: skip
    return joined([told, say("records.cut")], "") if file.full else told


def rules(found: Imported) -> Iterator[Bilingual]:
    """What was left out, emptied, and kept but counted."""
    clean = found.clean
    left = {"ragged": sum(f.ragged for f in found.files), **clean.left_out}
    what = _list(left)
    yield say("records.left", what=what) if what else say("records.left_none")
    emptied = _list({"unread": sum(found.unread_times.values()), **clean.emptied})
    if emptied:
        yield say("records.emptied", what=emptied)
    noted = {name: n for name, n in clean.counted.items() if name != "batch_minutes"}
    told = _list({**noted, "unplaced": found.learned.unplaced}, minutes=clean.counted.get("batch_minutes", 0))
    if told:
        yield say("records.counted", what=told)


def _list(counts: Mapping[str, int], **more: int) -> Bilingual | str:
    parts = [say(RULES[name], n=n, **more) for name, n in counts.items() if n]
    return joined(parts, "; ") if parts else ""


def when(found: Learned) -> Iterator[Bilingual]:
    """Days, completeness, rhythm."""
    kept = found.kept
    days = {"empty": kept.empty, "days": len(kept.counts)}
    if found.answered_only:
        yield say("records.answered")
    elif not kept.window:
        yield say("records.sample", **days)
    else:
        yield say("records.window", **days, window=kept.said, long=kept.days, cases=found.rows)
        yield _complete(found)
    rhythm = found.rhythm
    if rhythm is not None:
        yield say(
            "records.volume", value=rhythm.volume.value, sd=rhythm.volume.sd, chance=rhythm.volume.parts["chance"]
        )
        yield say("records.weekend", value=rhythm.weekend.value, sd=rhythm.weekend.sd)
        if np.isfinite(rhythm.holiday):
            yield say("records.october", value=rhythm.holiday)
        if len(rhythm.months) > 1:
            yield say("records.months_ratio", what=joined([f"{m} {x:.2f}" for m, x in rhythm.months.items()]))
        k, low, high = rhythm.shape
        yield (say("records.shape", k=k, low=low, high=high, lag=rhythm.lag) if high < 200.0
               else say("records.shape_none"))  # fmt: skip
    by_hour = found.hours.sum(axis=0)
    if by_hour.sum():
        share = 100.0 * by_hour[7:21].sum() / by_hour.sum()
        yield say("records.hours", share=share, peak=int(by_hour.argmax()))
    else:
        yield say("records.no_hours")
    if np.isfinite(found.repeated[0]):
        seen, chance = found.repeated
        yield say("records.repeated", seen=seen, chance=chance, bound=max(seen - chance, 0.0))


def _complete(found: Learned) -> Bilingual:
    if np.isfinite(found.total):
        return say("records.total", total=found.total, times=found.times)
    if not np.isfinite(found.filled):
        return say("records.filled_unknown")
    share = 100.0 * found.filled
    if found.filled >= ALL:
        return say("records.filled_all", share=share)
    months = joined([f"{100.0 * part:.1f}" for part in found.filled_months or [found.filled]])
    return say("records.filled", share=share, months=months)


def what(found: Learned) -> Iterator[Bilingual]:
    """Categories, unknown words, who told."""
    if found.shares:
        parts = []
        for name, share in sorted(found.shares.items(), key=lambda item: -item[1].value):
            other = found.other_shares[name]
            two = abs(other - share.value) >= 0.05
            parts.append(say("records.share_two" if two else "records.share_one", name=word("categories", name),
                             value=share.value, other=other))  # fmt: skip
        yield say("records.shares", what=joined(parts))
        yield say("records.mapped", share=100.0 * found.mapped / found.rows, n=found.rows)
    if found.strange_rows:
        named: list[str] = [f"{name} {n:,}" for name, n in list(found.strange.items())[:SHOWN]]
        if sum(found.strange.values()) < found.strange_rows or len(found.strange) > SHOWN:
            named.append(say("records.strange_rare" if named else "records.strange_none"))
        yield say("records.strange_words", n=found.strange_rows, what=joined(named))
    if not found.told_known and not found.answered_only:
        yield say("records.who_unknown")
    if found.found is not None:
        yield say("records.found", value=found.found.value, sd=found.found.sd)
    if found.repeats is not None:
        yield say("records.repeats", value=found.repeats.value, sd=found.repeats.sd)
    if np.isfinite(found.volume_cv):
        yield say("records.cv", cv=found.volume_cv)
    if unnamed := sum(area.unnamed for area in found.areas):
        yield say("records.unnamed", n=unnamed)
    yield from map(of_level, found.on_map)


def of_level(one: OnMap) -> Bilingual:
    """Which names of areas only the records have, and which only the map."""
    level, missing = say(f"records.level_{one.level}"), len(one.missing) + one.unnamed
    if not missing and not one.absent:
        return say("records.on_map", level=level)
    near = [say("records.near", name=name, near=near) if near else name for name, near in one.missing.items()]
    shown: list[str] = [*near[:SHOWN], *(["..."] if len(near) > SHOWN else [])]
    if one.unnamed:
        shown.append(say("records.unprinted", n=one.unnamed))
    absent = [*one.absent[:SHOWN], *(["..."] if len(one.absent) > SHOWN else [])]
    return say("records.off_map", level=level, n=missing, names=_bracketed(shown), m=len(one.absent),
               absent=_bracketed(absent))  # fmt: skip


def _bracketed(names: Sequence[str]) -> Bilingual | str:
    return say("records.bracketed", names=joined(names)) if names else ""


def how(found: Learned) -> Iterator[Bilingual]:
    """On time, rates, durations, answers."""
    if found.on_time is not None:
        one = found.on_time
        chance = "" if one.reason == CHANCE else say("records.by_chance", sd=one.parts[CHANCE])
        yield say("records.on_time", value=one.value, n=one.n, sd=one.sd, why=say(WHY[one.reason]), chance=chance)
        if found.on_time_by:
            parts = [say("records.share_one", name=word("categories", name), value=x.value)
                     for name, x in found.on_time_by.items()]  # fmt: skip
            yield say("records.on_time_by", what=joined(parts))
        areas, n = found.between_areas
        if np.isfinite(areas):
            units, m = found.between_units
            more = say("records.between_units", units=units, m=m) if np.isfinite(units) else ""
            yield say("records.between", areas=areas, n=n, units=more)
    if found.rates:
        parts = [say("records.share_one", name=say(RATES[name]), value=x.value)
                 for name, x in found.rates.items()]  # fmt: skip
        yield say("records.rates", what=joined(parts))
    for stage in found.stages:
        yield of_stage(stage)
    if not found.stages:
        yield say("records.no_stages")
    if found.satisfied:
        s = found.satisfied
        yield say("records.answers_2x2", a=s["solved_satisfied"], b=s["solved_dissatisfied"],
                  c=s["unsolved_satisfied"], d=s["unsolved_dissatisfied"], none=s["unanswered"])  # fmt: skip


def of_stage(stage: Stage) -> Bilingual:
    """How long a stage takes."""
    if stage.p90 == 0.0 and not stage.open:
        return say("records.durations_none", name=say(STAGES[stage.name]).capital())
    waiting = say("records.waiting", open=stage.open, naive=_long(stage.naive)) if stage.open else ""
    return say("records.durations", name=say(STAGES[stage.name]).capital(), median=_long(stage.median.value),
               p90=_long(stage.p90), waiting=waiting)  # fmt: skip


def _long(hours: float) -> Bilingual:
    if not np.isfinite(hours):
        return say("records.never")
    return say("records.hours_of", x=hours) if hours < 72.0 else say("records.days_of", x=hours / 24.0)


def uses_not(found: Learned) -> Iterator[Bilingual]:
    """What the file may not be used for."""
    yield say("records.not_silent")
    yield say("records.not_truth")
    if found.counts_all is not True:
        yield say("records.not_rates")
    if found.shares:
        yield say("records.not_kinds")
    yield say("records.not_persons")
    if len(found.areas) > 2:
        yield say("records.not_rank")
    yield say("records.not_cause")
    if found.hours.any():
        yield say("records.not_hours")


def digits(value: float, sd: float) -> tuple[str, str]:
    """A value and its standard deviation, with two figures of the latter; more would be noise."""
    if not (np.isfinite(sd) and sd > 0.0):
        return f"{value:.3g}", f"{sd:.2g}"
    places = min(max(1 - int(np.floor(np.log10(sd))), 0), 6)
    return f"{value:,.{places}f}", f"{sd:,.{places}f}"


def measure_name(measure: str, unit: str) -> Bilingual:
    """What a row of observations is called."""
    name, _, category = measure.partition(":")
    if name in MEASURES:
        called = MEASURES[name].called
    elif name.startswith("on_time_gap_"):
        called, category = say("records.on_time_gap"), name.removeprefix("on_time_gap_")
    elif name == "reported":
        called = say("records.share_of" if unit == "%" else "records.reports")
    else:
        called = say(CALLED[name])
    return say("records.measure_of", name=called, category=word("categories", category)) if category else called


def since(found: Since) -> Bilingual:
    """What has changed since the import before."""
    beyond = []
    for c in found.changes:
        if c.beyond:
            now, sd = digits(c.after, c.sd)
            beyond.append(say("records.since_one", name=measure_name(c.measure, c.unit), sd=sd, after=now,
                              before=digits(c.before, c.sd)[0], unit=word("units", c.unit)))  # fmt: skip
    what = joined(beyond, "; ") if beyond else say("records.since_none")
    if not found.newer:
        return say("records.since_whole", before=found.before, what=what)
    return say("records.since", before=found.before, now=found.now, n=found.newer, what=what)
