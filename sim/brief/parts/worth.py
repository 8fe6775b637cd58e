"""What a yuan buys: all arms, what they gain against what they cost."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, chart, table
from sim.brief.section import Section
from sim.i18n import Bilingual, joined, say, word
from sim.measures import MEASURES
from sim.show.svg.pareto import NOTHING, steps
from sim.show.svg.scales import told
from sim.show.svg.scatter import Point, Words, scatter

SURE = 2
"""Sure also under the draws; nothing else has a colour."""
SOLVED = "solved_per_1000"


def worth(brief: Brief, arm: str) -> list[Section]:
    """Scatter of the arms: further problems solved against money, with the line that no arm beats."""
    if not brief.others or not brief.answer["cost"]:
        return []
    main, cost = brief.answer["main"], brief.answer["cost"]
    points = [_point(brief, other) for other in brief.others]
    first = brief.called(brief.first)
    words = Words(
        title="", said=_said(brief), x=say("brief.worth.x", unit=_unit(cost), first=first),
        y=say("brief.worth.y", title=brief.title_of(main), unit=_unit(main), first=first),
        line=say("brief.worth.line"),
    )  # fmt: skip
    drawn = any(brief.told(other, main).get("drawn") for other in brief.others)
    notes = [say("brief.worth.drawn" if drawn else "brief.worth.pairs"), say("brief.colour")]
    found = worth_table(brief)

    def body() -> str:
        plotted = chart(lambda width: scatter(points, words, width=width, root=_uneven(points)))
        return f'<div class="two"><div>{plotted}</div><div>{table(found)}</div></div>'

    return [
        Section("worth", say("brief.worth.question"), words.said, body, found, notes, folded=False, pictures=["worth"])
    ]


def _uneven(points: list[Point]) -> bool:
    """Whether one arm costs so much that the others would stand on each other."""
    costs = sorted(abs(p.x) for p in points if p.x)
    return len(costs) > 2 and costs[-1] > 10.0 * costs[len(costs) // 2]


def _point(brief: Brief, arm: str) -> Point:
    gain, cost = brief.told(arm, brief.answer["main"]), brief.told(arm, brief.answer["cost"])
    drawn = gain.get("drawn") or {}
    low, high = (drawn.get("p10"), drawn.get("p90")) if drawn else (gain["low"], gain["high"])
    tone = gain["verdict"] if gain["sure"] == SURE and gain["verdict"] in ("better", "worse") else ""
    a, b, c, d = (_known(v) for v in (cost["low"], cost["high"], low, high))
    return Point(str(brief.called(arm)), _known(cost["change"]), _known(gain["change"]), a, b, c, d, tone)


def _known(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _unit(measure: str) -> Bilingual:
    return word("units", MEASURES[measure].unit_of_change)


def price(brief: Brief, arm: str) -> float:
    """Yuan a year for each further problem solved in a year; nan where no more are solved or nothing is paid."""
    runs = brief.results.runs
    if SOLVED not in runs:
        return float("nan")
    solved = runs.groupby("arm")[SOLVED].mean()
    more, paid = solved[arm] - solved[brief.first], _known(brief.told(arm, brief.answer["cost"])["change"])
    surely = brief.told(arm, brief.answer["main"])["verdict"] not in ("worse", "open")
    return float(1000.0 * paid / more) if more > 0.0 and paid > 0.0 and surely else float("nan")


def _said(brief: Brief) -> Bilingual:
    """Which arms no other one beats, and what each further problem solved costs with them."""
    main, cost = brief.answer["main"], brief.answer["cost"]
    found = [(_known(brief.told(a, cost)["change"]), _known(brief.told(a, main)["change"])) for a in brief.others]
    on_line = [step.after for step in steps(*map(list, zip(*found, strict=True)))]
    parts = []
    for k in on_line:
        if k == NOTHING:
            continue
        arm, paid = brief.others[k], price(brief, brief.others[k])
        if paid == paid:
            parts.append(say("brief.worth.price", arm=brief.called(arm), yuan=told(paid, 0)))
    if not parts:
        return say("brief.worth.none")
    return say("brief.worth.said", parts=joined(parts, "; "))


def worth_table(brief: Brief) -> Table:
    """All arms: gain with its interval and that over draws, cost, price of a further problem solved."""
    main, cost = brief.answer["main"], brief.answer["cost"]
    columns = [
        Column(say("brief.arm")),
        Column(say("brief.with_unit", title=brief.title_of(main), unit=_unit(main)), 1, sign=True),
        Column(say("brief.low"), 1, sign=True),
        Column(say("brief.high"), 1, sign=True),
        Column(say("brief.p10"), 1, sign=True),
        Column(say("brief.p90"), 1, sign=True),
        Column(say("brief.with_unit", title=brief.title_of(cost), unit=_unit(cost)), 1, sign=True),
        Column(say("brief.worth.price_column"), 0),
    ]
    rows: list[list[Cell]] = []
    for arm in brief.others:
        gain, drawn = brief.told(arm, main), brief.told(arm, main).get("drawn") or {}
        rows.append(
            [str(brief.called(arm)), gain["change"], gain["low"], gain["high"], drawn.get("p10"), drawn.get("p90"),
             brief.told(arm, cost)["change"], price(brief, arm)]
        )  # fmt: skip
    return Table(say("brief.sheet.arms"), say("brief.worth.question"), columns, rows)
