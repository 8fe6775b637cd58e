"""Who says so: sources of the numbers that the answer rests on, and of the lever, with what was printed."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, text
from sim.brief.params import Numbers
from sim.brief.parts.rests import strongest
from sim.brief.section import Section
from sim.evidence import load_register, load_sources
from sim.evidence.citations import ids_in
from sim.evidence.register import Row
from sim.i18n import Bilingual, in_force, say, word

MOST = 8
"""Pieces of evidence that are quoted."""


def evidence(brief: Brief, arm: str) -> list[Section]:
    """Quotes, the numbers that they carry, and where they were printed."""
    rows = cited(brief, arm)
    if not rows:
        return []
    counted = brief.answer["numbers"]
    said = say("brief.evidence.said", **counted)
    english = in_force() == "zh" and any(not _is_chinese(row) for row, _ in rows)
    notes = [say("brief.evidence.english")] if english else []
    body = f'<ul class="quotes">{"".join(_item(row, whom) for row, whom in rows)}</ul>'
    items = [[f"{_value(row)} · {say('brief.evidence.for', whom=whom)}", row.quote, _where(row)] for row, whom in rows]
    found = evidence_table(brief, arm)
    return [Section("evidence", say("brief.evidence.question"), said, lambda: body, found, notes, items=items)]


def cited(brief: Brief, arm: str) -> list[tuple[Row, Bilingual]]:
    """Evidence behind the lever's doses and behind what the answer rests on, and what each is behind."""
    numbers, register = Numbers(brief.results), load_register()
    of_lever = [
        key for key in numbers.infos if key.startswith("policies.") and key.split(".")[1] in _levers(brief, arm)
    ]
    found: dict[str, tuple[Row, Bilingual]] = {}
    for key in [*strongest(brief, arm), *of_lever, *(k for k in numbers.infos if k.startswith("place."))]:
        for id_ in ids_in(numbers.sources.get(key, "")):
            if id_ in register and register[id_].quote:
                found.setdefault(id_, (register[id_], numbers.called(key)))
    return list(found.values())[:MOST]


def _levers(brief: Brief, arm: str) -> set[str]:
    own = next(a for a in brief.answer["arms"] if a["key"] == arm)
    return {lever["key"] for lever in own["levers"]}


def _is_chinese(row: Row) -> bool:
    return load_sources()[row.source_id].language.startswith("zh")


def _item(row: Row, whom: Bilingual) -> str:
    lang = "zh" if _is_chinese(row) else "en"
    unit = word("units", row.unit)
    ours = "" if unit.zh != unit.en or not unit.en else ' lang="en"'
    doubt = f' <span class="doubt">{text(say("brief.evidence.doubt"))}</span>' if row.doubtful else ""
    return (
        f"<li><p><b{ours}>{text(_value(row))}</b> · {text(say('brief.evidence.for', whom=whom))}{doubt}</p>"
        f'<blockquote lang="{lang}">{text(row.quote)}</blockquote>'
        f'<p class="note" lang="en"><code>{text(row.id)}</code> {text(_where(row))}</p></li>'
    )


def _value(row: Row) -> str:
    return f"{row.value} {word('units', row.unit)}".strip()


def _where(row: Row) -> str:
    return ", ".join(filter(None, (load_sources()[row.source_id].title, row.date)))


def evidence_table(brief: Brief, arm: str) -> Table:
    """The same as a table."""
    heads = ("brief.evidence.id", "brief.number", "brief.value", "brief.unit", "brief.evidence.quote",
             "brief.evidence.source", "brief.evidence.date")  # fmt: skip
    rows: list[list[Cell]] = [
        [row.id, str(whom), row.value, str(word("units", row.unit)), row.quote,
         load_sources()[row.source_id].title, row.date]
        for row, whom in cited(brief, arm)
    ]  # fmt: skip
    return Table(
        str(say("brief.sheet.evidence")), say("brief.evidence.question"), [Column(say(head)) for head in heads], rows
    )
