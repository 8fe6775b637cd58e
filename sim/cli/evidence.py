"""Every number with unit, source, quote and flag, and which parameter, place or lever uses it.

govsim evidence                 all rows, used ones with their users
govsim evidence E101 X007       some rows in full
govsim evidence --unused        rows the model does not use, and why
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from sim.cli.arguments import JSON, LANG, Asked, Flag, Takes, Words
from sim.cli.rows import Row, print_json
from sim.errors import ConfigError, Problem, did_you_mean
from sim.fold import cells, parts_of_compound, parts_of_unit, pieces
from sim.i18n import Bilingual, joined, say, word

if TYPE_CHECKING:
    from rich.console import Console

    from sim.evidence import Row as Evidence

TAKES = Takes((Flag(("--unused",)), LANG, JSON), Words("ID", 0, None))
SHAPES = (
    (0, 0, pieces),
    (16, 0, parts_of_compound),
    (10, 0, pieces),
    (8, 0, parts_of_unit),
    (0, 1, pieces),
    (12, 3, parts_of_compound),
    (24, 2, pieces),
)
"""Of the columns: least width of what may be folded, and which is left out first, and where it may be folded."""


def citations() -> list[tuple[str, str]]:
    """Everything that cites evidence: (who, text with ids); places whose files are broken are left out."""
    from sim.config.place_files import place_names
    from sim.config.run import load
    from sim.observations.published import published
    from sim.parameters.param import describe
    from sim.parameters.place import Place
    from sim.parameters.settings import GROUPS
    from sim.policies import POLICIES

    owners = {**GROUPS, "place": Place, **{f"policies.{name}": cls for name, cls in POLICIES.items()}}
    found = [(i.key, i.source) for owner, cls in owners.items() for i in describe(owner, cls)]
    found += [(f"policies.{name}", " ".join(cls.evidence)) for name, cls in POLICIES.items()]
    for name in place_names():
        with suppress(ConfigError):  # govsim list places tells
            found += [(f"place={name}: {key}", source) for key, source in load(name).place.sources.items()]
    found += [(f"validate: {row.id}", row.basis) for row in published()]
    return sorted(set(found))


def rows_of(rows: Sequence[Evidence], used: Mapping[str, list[str]]) -> list[Row]:
    """Tell all of rows of the register, with who uses them."""
    return [
        {
            "id": r.id,
            "item": r.item,
            "value": r.value,
            "unit": r.unit,
            "source": r.source_id,
            "place": r.place,
            "date": r.date,
            "quote": r.quote,
            "role": r.role,
            "flag": r.flag,
            "doubtful": r.doubtful,
            "used_by": used.get(r.id, []),
            "reason": r.reason,
        }
        for r in rows
    ]


def main(asked: Asked) -> int:
    """Print the register."""
    from sim.cli.terminal import console
    from sim.evidence import load_register, uses

    register = load_register()
    wrong = [Problem("evidence", say("cli.no_id", x=repr(id_)), hint=did_you_mean(id_, list(register)))
             for id_ in asked.words if id_ not in register]  # fmt: skip
    asked.refuse(wrong)
    used = uses(citations())
    told = [r for r in register.values() if not asked.words or r.id in asked.words]
    told = [r for r in told if "--unused" not in asked.flags or r.id not in used]
    rows = rows_of(told, used)
    if "--json" in asked.flags:
        print_json(rows)
    elif asked.words:
        _in_full(console(), told, rows)
    else:
        _as_table(console(), rows)
    return 0


def _in_full(out: Console, told: Sequence[Evidence], rows: Sequence[Row]) -> None:
    """Print all that is known of some rows."""
    from sim.cli.prose import print_prose
    from sim.evidence import load_sources

    sources = load_sources()
    for r, row in zip(told, rows, strict=True):
        print_prose(out, f"{r.id}  {r.item}", style="bold")
        where = say("evidence.place_line", place=r.place, date=r.date, line=r.line) if r.line else f"{r.place} {r.date}"
        for head, text in (
            (say("evidence.value"), Bilingual(f"{r.value} {r.unit}", f"{r.value} {word('units', r.unit).zh}")),
            (say("evidence.where"), where),
            (say("evidence.source"), say("evidence.of_source", id=r.source_id, title=sources[r.source_id].title)),
            (say("evidence.quote"), r.quote),
            (say("evidence.flag"), r.flag),
            (say("evidence.derived"), r.derived),
            (say("evidence.used_by"), joined(row["used_by"]) or say("evidence.nothing", reason=r.reason)),
        ):
            if text.strip():
                print_prose(out, f"  {head}{' ' * (8 - cells(head))} {text}", hang=9)


def _as_table(out: Console, rows: Sequence[Row]) -> None:
    """Print rows below each other, and the bibliography."""
    from sim.cli.prose import print_prose
    from sim.cli.table import Column, print_table
    from sim.evidence import load_sources

    head = (
        say("evidence.id"),
        say("evidence.number"),
        say("evidence.value"),
        say("table.unit"),
        say("evidence.source"),
        say("evidence.flag"),
        say("evidence.used_by"),
    )
    columns = [Column(h, folds=f, spare=s, cut=cut) for h, (f, s, cut) in zip(head, SHAPES, strict=True)]
    entries = ("id", "item", "value", "unit", "source", "flag")
    cells = [[*(row[e] for e in entries), ", ".join(row["used_by"]) or f"- {row['reason']}"] for row in rows]
    print_table(out, "", columns, cells)
    count = sum(bool(row["used_by"]) for row in rows)
    print_prose(out, say("evidence.count", rows=len(rows), used=count, unused=len(rows) - count))
    for source in load_sources().values():
        print_prose(out, f"  {source.id}  {source.title}", hang=6)
