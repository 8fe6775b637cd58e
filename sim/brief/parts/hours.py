"""Where the hours go: of a problem that somebody hears of, by stage."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, chart
from sim.brief.section import Section
from sim.i18n import Bilingual, say, word
from sim.show.svg.bars import Words, bars
from sim.show.svg.scales import told
from sim.state.cases import Stage
from sim.studies import pictured
from sim.types import Floats


def hours(brief: Brief, arm: str) -> list[Section]:
    """A bar for each arm, parts by stage."""
    found = by_stage(brief)
    if not found:
        return []
    rows = {str(brief.called(a)): own.tolist() for a, own in found.items()}
    said = _said(brief, found)
    words = Words(title="", said=said, x=say("brief.hours.x"))
    stages = [str(_stage(stage)) for stage in Stage]
    return [
        Section(
            "hours",
            say("brief.hours.question"),
            said,
            lambda: chart(lambda width: bars(rows, stages, words, width=width)),
            hours_table(brief),
            [say("brief.hours.note")],
            pictures=["hours"],
        )
    ]


def _stage(stage: Stage) -> Bilingual:
    return word("stages", stage.name.lower())


def by_stage(brief: Brief) -> dict[str, Floats]:
    """Hours of a problem that is heard of, by stage, mean over all problems of all replications, by arm."""
    return brief.once(("hours",), lambda: pictured.hours_by_stage(brief.flows) if len(brief.flows) else {})


def _said(brief: Brief, found: dict[str, Floats]) -> Bilingual:
    first = next(iter(found))
    longest = _stage(list(Stage)[int(found[first].argmax())])
    share = told(100.0 * float(found[first].max() / found[first].sum()), 0)
    return say(
        "brief.hours.said", hours=told(float(found[first].sum()), 1), stage=longest, share=share,
        arm=brief.called(first),
    )  # fmt: skip


def hours_table(brief: Brief) -> Table:
    """Hours by stage, an arm a column."""
    found = by_stage(brief)
    columns = [
        Column(say("brief.hours.stage")),
        *(Column(say("brief.with_unit", title=brief.called(a), unit=word("units", "h"))) for a in found),
    ]
    rows: list[list[Cell]] = [
        [str(_stage(stage)), *(float(own[k]) for own in found.values())] for k, stage in enumerate(Stage)
    ]
    return Table(say("brief.sheet.hours"), say("brief.hours.question"), columns, rows)
