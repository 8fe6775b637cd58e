"""Who gains and who loses: communities and groups of residents, before and after."""

from __future__ import annotations

from collections.abc import Sequence

from sim.brief.brief import Brief
from sim.brief.by_area import AreaChange, area_changes
from sim.brief.html import Cell, Column, Table, chart
from sim.brief.section import Section
from sim.i18n import Bilingual, say, word
from sim.measures import MEASURES
from sim.show.svg.dumbbells import Dumbbell, Words, dumbbells
from sim.show.svg.scales import told

QUESTIONS = {"community": "brief.gains.community", "group": "brief.gains.group"}
SAID = {"community": "brief.gains.said_community", "group": "brief.gains.said_group"}
SHEETS = {"community": "brief.sheet.communities", "group": "brief.sheet.groups"}
PICTURES = {"community": "communities", "group": "groups"}
HEADS = {"community": "brief.gains.community_column", "group": "brief.gains.group_column"}
WORDS = {"better": "brief.better", "worse": "brief.worse"}
ENDS = 10
"""Areas that are shown at either end; all of them are in the table."""


def gains(brief: Brief, arm: str) -> list[Section]:
    """Dumbbells of the ten best and ten worst communities, and of the groups of residents."""
    if not brief.others:
        return []
    return [own for level in ("community", "group") if (own := _figure(brief, arm, level)) is not None]


def _figure(brief: Brief, arm: str, level: str) -> Section | None:
    found = ordered(brief, arm, level)
    if not found:
        return None
    measure = MEASURES[brief.answer["main"]]
    ends = found if len(found) <= 2 * ENDS else [*found[:ENDS], *found[-ENDS:]]
    rows = [
        Dumbbell(
            str(a.name), a.change.before.mean, a.change.after.mean,
            a.change.before.mean + a.change.change.low, a.change.before.mean + a.change.change.high, a.tone,
        )
        for a in ends
    ]  # fmt: skip
    said = _said(found, level)
    words = Words(
        title="", said=said, x=say("brief.with_unit", title=measure.called, unit=word("units", measure.unit)),
        before=str(brief.called(brief.first)), after=str(brief.called(arm)), better=say("brief.gains.better"),
        worse=say("brief.gains.worse"), open=say("brief.gains.open"),
    )  # fmt: skip
    notes = [say("brief.gains.ends", ends=ENDS, n=len(found))] if len(found) > len(ends) else []
    return Section(
        f"gains-{level}", say(QUESTIONS[level]), said,
        lambda: chart(lambda width: dumbbells(rows, words, width=width)),
        gains_table(brief, arm, level), [*notes, say("brief.holm")], pictures=[PICTURES[level]],
    )  # fmt: skip


def ordered(brief: Brief, arm: str, level: str) -> list[AreaChange]:
    """Areas by what they gain, the best first; groups as they are told."""
    found = area_changes(brief, arm, level, brief.answer["main"])
    if level == "group":
        return found
    higher = MEASURES[brief.answer["main"]].better == "higher"
    return sorted(found, key=lambda a: a.change.change.mean, reverse=higher)


def _said(found: Sequence[AreaChange], level: str) -> Bilingual:
    better, worse = (sum(a.tone == tone for a in found) for tone in ("better", "worse"))
    most = max(found, key=lambda a: abs(a.change.change.mean))
    unit = word("units", most.change.unit)
    change = told(most.change.change.mean, 1, sign=True)
    return say(
        SAID[level], n=len(found), better=better, worse=worse,
        most=say("brief.of_area", area=most.name, change=change), unit=unit,
    )  # fmt: skip


def gains_table(brief: Brief, arm: str, level: str) -> Table:
    """All areas of a level: before, after, change with its interval, and what is settled."""
    found, measure = ordered(brief, arm, level), MEASURES[brief.answer["main"]]
    unit = word("units", measure.unit)
    columns = [
        Column(say(HEADS[level])),
        Column(say("brief.with_unit", title=brief.called(brief.first), unit=unit)),
        Column(say("brief.with_unit", title=brief.called(arm), unit=unit)),
        Column(say("brief.change"), sign=True),
        Column(say("brief.low"), sign=True),
        Column(say("brief.high"), sign=True),
        Column(say("brief.settled")),
    ]
    rows: list[list[Cell]] = []
    for a in found:
        d = a.change
        said = WORDS.get(a.tone, "brief.small" if d.settled == "same" else "brief.open")
        rows.append(
            [str(a.name), d.before.mean, d.after.mean, d.change.mean, d.change.low, d.change.high, str(say(said))]
        )
    return Table(say(SHEETS[level]), say(QUESTIONS[level]), columns, rows)
