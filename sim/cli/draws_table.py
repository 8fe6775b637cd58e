"""What draws say, printed: the second interval of each difference, how sure it is, and which figure to fetch next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.console import Console

from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text, unit, word
from sim.cli.terminal import number
from sim.i18n import Bilingual, joined, say
from sim.i18n import word as word_of
from sim.measures import MEASURES
from sim.studies.arms import arm_names
from sim.studies.asking import POSTERIOR, PRIOR
from sim.studies.fetching import LEAST
from sim.studies.results import Results
from sim.studies.statistics import Difference
from sim.studies.under_draws import Under

TOLD = {"sure_too": "draws.told_sure_too", "rests": "draws.told_rests", "too_few": "draws.told_too_few"}
"""What is said of the measures that have a verdict."""
SOURCES = {PRIOR: "draws.prior", POSTERIOR: "draws.posterior"}


def source_word(source: str) -> Bilingual:
    """What draws are drawn from, in words."""
    return say(SOURCES[source]) if source in SOURCES else say("draws.file", file=source)


def print_under(
    out: Console, results: Results, found: Sequence[Difference], under: Sequence[Under], *, full: bool = False
) -> None:
    """Print the differences of an arm over draws, and what they make of those at the defaults.

    Parameters
    ----------
    out : Console
    results : Results
    found : sequence of Difference
        At the defaults.
    under : sequence of Under
        The same measures over draws.
    full : bool
        Also the shares of the draws, and the figure to fetch of every measure.
    """
    units = {d.measure.name: word_of("units", d.unit) for d in found}
    columns = [
        text(say("answer.measure"), 16),
        figures(say("draws.median_change")),
        figures(say("draws.interval")),
        unit(),
        figures(say("draws.same_sign"), spare=1),
        figures(say("draws.assumed"), spare=2),
        word(say("draws.verdict")),
    ]
    if full:
        columns += [figures(say("draws.above"), spare=3), text(say("draws.fetch_column"), 16)]
    rows = [_row(u, units[u.measure.name], full=full) for u in under]
    n = min((u.n for u in under), default=0)
    title = say("draws.title", n=len(set(results.draws["draw"])), source=source_word(results.asked.source))
    print_table(out, title, columns, rows)
    out.print()
    for sure, told in TOLD.items():
        named = [u.measure.called for u in under if u.sure == sure]
        if named:
            print_prose(out, say(told, titles=joined(named, "; ")))
    for u in under:
        if u.sure == "rests" and u.fetch is not None:
            print_prose(out, say("draws.fetch", title=u.measure.called, figure=_figure(u), share=100.0 * u.fetch.share))
    if n < LEAST:
        print_prose(out, say("draws.more", n=n, least=LEAST, folder=results.path))


def _row(u: Under, unit_of: str, *, full: bool) -> list[str]:
    bounds = say("answer.bounds", low=f"{u.low:+.3g}", high=f"{u.high:+.3g}") if u.n else "-"
    median = f"{u.median:+.3g}" if u.n else "-"
    cells = [u.measure.called, median, bounds, unit_of, _percent(u.same_sign), _percent(u.assumed), u.words]
    if full:
        told = say("draws.fetch_cell", figure=_figure(u), share=100.0 * u.fetch.share) if u.fetch else "-"
        cells += [_percent(u.above), told]
    return cells


def _figure(u: Under) -> str:
    return MEASURES[u.fetch.figure].called if u.fetch else "-"


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{100.0 * share:.0f}"


def as_plain(u: Under) -> dict[str, Any]:
    """What draws say of a difference, for JSON."""
    told: dict[str, Any] = {
        "n": u.n, "low": u.low, "median": u.median, "high": u.high, "same_sign": u.same_sign, "above": u.above,
        "assumed": u.assumed,
    }  # fmt: skip
    plain = {key: None if isinstance(v, float) and math.isnan(v) else v for key, v in told.items()}
    fetch = {"figure": u.fetch.figure, "share": u.fetch.share} if u.fetch else None
    return {**plain, "sure": u.sure, "verdict": u.words, "fetch": fetch}


def over_draws(results: Results, arm: str, names: Sequence[str]) -> dict[str, dict[str, float | None]]:
    """5, 50 and 95 % of the draws of an arm, by measure."""
    own = results.draws[results.draws["arm"] == arm]
    found: dict[str, dict[str, float | None]] = {}
    for name in names:
        values = own[name].to_numpy(np.float64)
        values = values[~np.isnan(values)]
        ends = np.percentile(values, (5, 50, 95)).tolist() if len(values) else [None] * 3
        found[name] = dict(zip(("low", "median", "high"), ends, strict=True))
    return found


def print_draws_of_arms(out: Console, results: Results, names: Sequence[str], most: int = 60) -> None:
    """Print the median and 5-95 % of the draws of every arm."""
    names_of = arm_names(results.arms)
    n = len(set(results.draws["draw"]))
    rows = []
    for arm in results.arms[:most]:
        for name, ends in over_draws(results, arm, names).items():
            low, median, high = (ends[k] for k in ("low", "median", "high"))
            known = low is not None and median is not None and high is not None
            bounds = say("answer.bounds", low=number(low), high=number(high)) if known else "-"  # type: ignore[arg-type]
            cells = [MEASURES[name].called, number(median) if known else "-", bounds]  # type: ignore[arg-type]
            own = [names_of[arm]] if len(results.arms) > 1 else []
            rows.append([*own, *cells, word_of("units", MEASURES[name].unit)])
    arm_column = [text(say("draws.arm"), 12)] if len(results.arms) > 1 else []
    measure = text(say("answer.measure"), 16)
    columns = [*arm_column, measure, figures(say("draws.median")), figures(say("draws.interval")), unit()]
    print_table(out, say("draws.title", n=n, source=source_word(results.asked.source)), columns, rows)
    out.print()
