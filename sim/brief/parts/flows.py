"""Where 100 problems go: who hears of them, and how they end."""

from __future__ import annotations

import pandas as pd

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, chart
from sim.brief.section import Section
from sim.i18n import Bilingual, say
from sim.show.svg.sankey import Flow, Node, Words, sankey
from sim.show.svg.scales import told
from sim.studies import pictured
from sim.studies.flow_nodes import COLOURS, COLUMN, node_name
from sim.studies.flows import ARISEN, SOLVED, UNHEARD


def flows(brief: Brief, arm: str) -> list[Section]:
    """Sankey diagram of the first arm and of another one."""
    shares = of_hundred(brief)
    arms = [a for a in dict.fromkeys([brief.first, arm]) if a in shares]
    if not arms:
        return []
    drawn = {str(brief.called(a)): [Flow(*row) for row in shares[a].itertuples(index=False)] for a in arms}
    ends = {f.to for own in drawn.values() for f in own if f.amount > 0.0} | {ARISEN}
    nodes = [Node(key, str(node_name(key)), COLUMN[key], COLOURS[key]) for key in COLUMN if key in ends]
    said = _said(brief, arm)
    words = Words(title="", said=said, unit=_unit(brief))
    return [
        Section(
            "flows",
            say("brief.flows.question"),
            said,
            lambda: chart(lambda width: sankey(drawn, nodes, words, width=width)),
            flows_table(brief),
            [say("brief.flows.note")],
            pictures=["flows"],
        )
    ]


def _unit(brief: Brief) -> Bilingual:
    return say("brief.flows.unit", first=brief.called(brief.first)) if brief.others else say("brief.flows.unit_one")


def of_hundred(brief: Brief) -> dict[str, pd.DataFrame]:
    """Of 100 problems, how many go from where to where, over all replications, by arm: from, to, amount."""
    return brief.once(("flows",), lambda: pictured.of_hundred(brief.flows) if len(brief.flows) else {})


def ending(brief: Brief, arm: str, key: str) -> float:
    """Of 100 problems of an arm, how many come to a node."""
    own = of_hundred(brief)[arm]
    return float(own.loc[own["to"] == key, "amount"].sum())


def _said(brief: Brief, arm: str) -> Bilingual:
    shares = of_hundred(brief)
    if arm == brief.first or brief.first not in shares or arm not in shares:
        return say("brief.flows.said_one", **{k: told(ending(brief, arm, k), 1) for k in (SOLVED, UNHEARD)})
    values = {k: told(ending(brief, arm, k), 1) for k in (SOLVED, UNHEARD)}
    before = {f"{k}_before": told(ending(brief, brief.first, k), 1) for k in (SOLVED, UNHEARD)}
    return say("brief.flows.said", arm=brief.called(arm), first=brief.called(brief.first), **values, **before)


def flows_table(brief: Brief) -> Table:
    """Flows of all arms, of 100 problems."""
    shares = of_hundred(brief)
    columns = [Column(say("brief.flows.from")), Column(say("brief.flows.to"))]
    columns += [Column(brief.called(a)) for a in shares]
    steps = next(iter(shares.values()))[["from", "to"]].itertuples(index=False)
    rows: list[list[Cell]] = []
    for start, to in steps:
        own = [s.loc[(s["from"] == start) & (s["to"] == to), "amount"].sum() for s in shares.values()]
        rows.append([*(str(node_name(k)) for k in (start, to)), *map(float, own)])
    return Table(say("brief.sheet.flows"), say("brief.flows.question"), columns, rows)
