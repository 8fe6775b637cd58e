"""Every number with unit, source, quote and flag, and which parameter, place or lever uses it.

usage: govsim evidence [ID ...] [--unused] [--lang en|zh] [--json]

  govsim evidence                 all rows, used ones with their users
  govsim evidence E101 X007       some rows in full
  govsim evidence --unused        rows the model does not use, and why
"""

from __future__ import annotations

import json
from contextlib import suppress

from sim.cli.arguments import take_flag
from sim.cli.listing import language
from sim.errors import ConfigError, Problem, did_you_mean
from sim.fold import parts_of_compound, parts_of_unit, pieces

FLAGS = ("--json", "--lang", "--unused")
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
    from sim.mechanisms.settings import GROUPS
    from sim.params import describe
    from sim.place_files import place_names
    from sim.policies import POLICIES
    from sim.run_config import load
    from sim.state.places import Place

    owners = {**GROUPS, "place": Place, **{f"policies.{name}": cls for name, cls in POLICIES.items()}}
    found = [(i.key, i.source) for owner, cls in owners.items() for i in describe(owner, cls)]
    found += [(f"policies.{name}", " ".join(cls.evidence)) for name, cls in POLICIES.items()]
    for name in place_names():
        with suppress(ConfigError):  # govsim list places tells
            found += [(f"place={name}: {key}", source) for key, source in load(name).place.sources.items()]
    return sorted(set(found))


def main(args: list[str]) -> int:
    """Print the register."""
    from sim.cli.prose import print_prose
    from sim.cli.table import Column, print_table
    from sim.cli.terminal import console
    from sim.evidence import load_register, load_sources, uses

    as_object, unused, lang = take_flag(args, "--json"), take_flag(args, "--unused"), language(args)
    register, sources, used = load_register(), load_sources(), uses(citations())
    bad = [a for a in args if a not in register]
    if bad:
        raise ConfigError(
            [Problem("evidence", f"{a!r} is not an id", hint=did_you_mean(a, list(register))) for a in bad]
        )
    rows = [r for r in register.values() if (not args or r.id in args) and (not unused or r.id not in used)]
    if as_object:
        told = [
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
        print(json.dumps(told, ensure_ascii=False))
        return 0
    out = console()
    if args:
        for r in rows:
            print_prose(out, f"{r.id}  {r.item}", style="bold")
            source = sources[r.source_id]
            for word, text in (
                ("value", f"{r.value} {r.unit}"),
                ("where", f"{r.place} {r.date}, line {r.line}" if r.line else f"{r.place} {r.date}"),
                ("source", f"{r.source_id}: {source.title}"),
                ("quote", r.quote),
                ("flag", r.flag),
                ("derived", r.derived),
                ("used by", ", ".join(used.get(r.id, [])) or "nothing: " + r.reason),
            ):
                if text.strip():
                    print_prose(out, f"  {word:<8} {text}", hang=9)
        return 0
    heads = {
        "en": ("id", "number", "value", "unit", "source", "flag", "used by"),
        "zh": ("编号", "内容", "数值", "单位", "来源", "标记", "使用者"),
    }
    head = heads.get(lang, heads["en"])
    table_rows = [
        [
            r.id,
            r.item,
            r.value,
            r.unit,
            r.source_id,
            r.flag,
            ", ".join(used.get(r.id, [])) or f"- {r.reason}",
        ]
        for r in rows
    ]
    columns = [Column(h, folds=f, spare=s, cut=cut) for h, (f, s, cut) in zip(head, SHAPES, strict=True)]
    print_table(out, "", columns, table_rows)
    count = sum(r.id in used for r in rows)
    print_prose(
        out, f"\n{len(rows)} rows, {count} used, {len(rows) - count} not used with a reason. Sources (bibliography):"
    )
    for source in sources.values():
        print_prose(out, f"  {source.id}  {source.title}", hang=6)
    return 0
