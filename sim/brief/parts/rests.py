"""What the answer rests on: the assumed numbers that could turn it."""

from __future__ import annotations

import pandas as pd

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, chart, command
from sim.brief.params import Numbers
from sim.brief.section import Section
from sim.i18n import Bilingual, joined, say, word
from sim.measures import MEASURES
from sim.show.svg.tornado import Swing, Words, tornado
from sim.studies.rests import rests_on

NAMED = 3
"""Numbers that are named in the sentence."""


def rests(brief: Brief, arm: str) -> list[Section]:
    """Tornado of the ten numbers that move the change most; without draws, the command that draws."""
    if not brief.others:
        return []
    found = swings(brief, arm)
    question = say("brief.rests.question")
    if found.empty:
        code = drawing(brief) if brief.answer["draws"] is None else ""
        said = say("brief.rests.no_draws" if code else "brief.rests.too_few")
        return [Section("rests", question, said, lambda: command(code), code=code)]
    numbers, main = Numbers(brief.results), brief.answer["main"]
    measure = MEASURES[main]
    unit = word("units", measure.unit_of_change)
    rows = [
        Swing(str(numbers.called(r.parameter)), r.at_low, r.at_high, _short(r.low), _short(r.high))
        for r in found.itertuples()
    ]
    said = _said(brief, found, numbers)
    words = Words(
        title="", said=said, x=say("brief.rests.x", title=measure.called, unit=unit), low=say("brief.rests.low"),
        high=say("brief.rests.high"), small=say("brief.rests.small", x=f"{measure.matters:g}", unit=unit),
    )  # fmt: skip
    centre = float((found["at_low"] + found["at_high"]).mean() / 2.0)
    notes = [say("brief.rests.note", n=brief.answer["draws"]["n"])]

    def body() -> str:
        return chart(lambda width: tornado(rows, words, centre=centre, matters=measure.matters, width=width))

    return [Section("rests", question, said, body, rests_table(brief, arm), notes, pictures=["rests_on"])]


def drawing(brief: Brief) -> str:
    """The command that draws the assumed numbers, too."""
    return f"{brief.answer['command']} draws=64"


def swings(brief: Brief, arm: str) -> pd.DataFrame:
    """The numbers that move the change of the main measure most; see `sim.studies.rests`."""
    if not brief.results.asked.draws:
        return pd.DataFrame()
    drawn = brief.results.drawn
    own = (drawn["arm"] == arm) & (drawn["measure"] == brief.answer["main"])
    return brief.once(("rests", arm), lambda: rests_on(drawn[own]))


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.2g}"


def turning(brief: Brief, arm: str, found: pd.DataFrame) -> pd.DataFrame:
    """Numbers that surely move the change, and at one end of which it no longer matters."""
    sign = 1.0 if (brief.told(arm, brief.answer["main"])["change"] or 0.0) >= 0.0 else -1.0
    least = MEASURES[brief.answer["main"]].matters
    weakest = pd.concat([sign * found["at_low"], sign * found["at_high"]], axis=1).min(axis=1)
    return found[found["sure"].astype(bool) & (weakest < least)]


def _said(brief: Brief, found: pd.DataFrame, numbers: Numbers) -> Bilingual:
    arm = str(found["arm"].iloc[0])
    surely = found[found["sure"].astype(bool)]
    if surely.empty:
        return say("brief.rests.nothing")
    named = joined([numbers.called(key) for key in surely["parameter"].head(NAMED)], "; ")
    turns = turning(brief, arm, found)
    return say(
        "brief.rests.turned" if len(turns) else "brief.rests.moved", n=len(surely), turns=len(turns), named=named
    )


def rests_table(brief: Brief, arm: str) -> Table:
    """The numbers with their key, range drawn, the change at both ends, and the share of its spread."""
    numbers, found = Numbers(brief.results), swings(brief, arm)
    columns = [
        Column(say("brief.number")), Column(say("brief.key")), Column(say("brief.unit")),
        Column(say("brief.rests.low_column"), 3), Column(say("brief.rests.high_column"), 3),
        Column(say("brief.rests.at_low"), 2, sign=True), Column(say("brief.rests.at_high"), 2, sign=True),
        Column(say("brief.rests.share"), 0), Column(say("brief.rests.sure")),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [str(numbers.called(r.parameter)), r.parameter, str(numbers.unit(r.parameter)), r.low, r.high, r.at_low,
         r.at_high, 100.0 * r.share, str(say("brief.yes" if r.sure else "brief.no"))]
        for r in found.itertuples()
    ]  # fmt: skip
    return Table(say("brief.sheet.rests_on"), say("brief.rests.question"), columns, rows)


def strongest(brief: Brief, arm: str) -> list[str]:
    """Keys of these numbers, the strongest first."""
    found = swings(brief, arm)
    return [] if found.empty else [str(key) for key in found["parameter"]]
