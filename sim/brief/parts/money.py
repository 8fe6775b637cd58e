"""What it costs, and what was given up for it."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, table
from sim.brief.section import Section
from sim.config.names import lever_name
from sim.i18n import Bilingual, joined, say, word
from sim.show import phrases
from sim.studies.costs import GIVEN_UP, OF_IT_CAPITAL, OWED, POSTS, SAVED, SPENT

NONE = "–"
HOURS_OF = "hours of "
HEADS = (
    "brief.money.spent", "brief.money.capital", "brief.money.posts", "brief.money.given_up", "brief.money.wages_cut",
    "brief.money.owed",
)  # fmt: skip


def money(brief: Brief, arm: str) -> list[Section]:
    """A row for each arm and lever: yuan, posts, hours."""
    costs = brief.results.costs
    if costs.empty:
        return []
    found = money_table(brief)
    notes = [say("brief.money.note")]
    if (costs["item"] == GIVEN_UP).any():
        notes.append(say("brief.money.given_up_note"))
    question = say("brief.money.question")
    return [Section("money", question, _said(brief), lambda: table(found), found, notes, folded=False)]


def _said(brief: Brief) -> Bilingual:
    parts = [say("brief.money.part", arm=brief.called(a), said=phrases.sentence(brief.answer, a)) for a in brief.others]
    return joined(parts, "; ") if parts else say("brief.money.said_one")


def money_table(brief: Brief) -> Table:
    """What each lever takes a year, from the day it begins; what none takes has no column."""
    columns = [Column(say("brief.arm")), Column(say("brief.money.lever")), Column(say("brief.money.funding"))]
    columns += [Column(say(head), 0) for head in HEADS]
    columns.append(Column(say("brief.money.hours")))
    rows: list[list[Cell]] = []
    for (arm, lever, funding), own in brief.results.costs.groupby(["arm", "lever", "funding"], sort=False):
        value = own.groupby("item", sort=False)["value"].sum()
        posts = float(own.loc[own["unit"] == POSTS, "value"].sum())
        whose = [
            say("brief.money.of", who=word("people", str(item).removeprefix(HOURS_OF)), hours=f"{hours:,.0f}")
            for item, hours in value.items()
            if str(item).startswith(HOURS_OF)
        ]
        numbers = [value.get(SPENT), value.get(OF_IT_CAPITAL), posts or None]
        numbers += [value.get(item) for item in (GIVEN_UP, SAVED, OWED)]
        called = str(lever_name(str(lever)).changed(lambda name: name.replace("_", " ")))
        rows.append(
            [str(brief.called(str(arm))), called, str(word("funding", str(funding))),
             *(None if v is None else float(v) for v in numbers), str(joined(whose, "; ")) or NONE]
        )  # fmt: skip
    there = [k for k in range(len(columns)) if any(row[k] not in (None, NONE) for row in rows)]
    return Table(
        say("brief.sheet.costs"), say("brief.money.question"),
        [columns[k] for k in there], [[row[k] for k in there] for row in rows],
    )  # fmt: skip
