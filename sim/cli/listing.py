"""List what there is.

usage: govsim list places | policies | measures | parameters   [--json] [--lang en|zh|both]
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import take_flag, take_value
from sim.errors import ConfigError, Problem, nearest

if TYPE_CHECKING:
    from rich.console import Console

    from sim.cli.table import Column

FLAGS = ("--json", "--lang")
LANGUAGES = ("en", "zh", "both")


def language(args: list[str]) -> str:
    """Read --lang.

    Raises
    ------
    ConfigError
        If it is none of en, zh, both.
    """
    lang = take_value(args, "--lang") or "en"
    if lang not in LANGUAGES:
        raise ConfigError([Problem("--lang", f"found {lang!r}", ", ".join(LANGUAGES))])
    return lang


def said(en: str, zh: str, lang: str, between: str = " ") -> str:
    """Pick a language; English where there is no Chinese."""
    if lang == "en" or not zh:
        return en
    return zh if lang == "zh" else f"{en}{between}{zh}"


def places() -> list[dict[str, Any]]:
    """Places with their sizes; one whose file is broken, with what is wrong with it instead."""
    from sim.place_files import place_names, read_place
    from sim.run_config import load

    found: list[dict[str, Any]] = []
    for name in place_names():
        try:
            p, remarks = load(name).place, read_place(name).remarks
        except ConfigError as error:
            told = "; ".join(f"{p.where}: {p.found}" for p in error.problems)
            found.append({"name": name, "error": told})
            continue
        found.append(
            {
                "name": name,
                "title": p.title,
                "title_zh": p.title_zh,
                "population": p.population,
                "streets": p.streets,
                "communities": p.communities,
                "grids": p.grids,
                "grids_after": p.grids_after,
                "workers": p.workers,
                "part_time_workers": p.part_time_workers,
                **({"remarks": remarks} if remarks else {}),
            }
        )
    return found


def _place_row(p: dict[str, Any], lang: str) -> list[str]:
    if "error" in p:
        return [p["name"], *["-"] * 6, "cannot be used: " + p["error"]]
    return [
        p["name"],
        f"{p['population']:,}",
        f"{p['communities']:,}",
        f"{p['grids']:,}",
        f"{p['grids_after']:,}" if p["grids_after"] else "-",
        f"{p['workers']:,}",
        f"{p['part_time_workers']:,}" if p["part_time_workers"] else "-",
        "; ".join([said(p["title"], p["title_zh"], lang), *p.get("remarks", ())]),
    ]


def policies() -> list[dict[str, Any]]:
    """Levers with their summary and evidence."""
    from sim.policies import POLICIES

    return [
        {
            "name": p.name,
            "name_zh": p.name_zh,
            "summary": p.summary,
            "summary_zh": p.summary_zh,
            "evidence": list(p.evidence),
        }
        for p in POLICIES.values()
    ]


def measures() -> list[dict[str, Any]]:
    """Measures with unit and definition."""
    from sim.measures import HEADLINE, MEASURES

    return [
        {
            "name": m.name,
            "unit": m.unit,
            "better": m.better,
            "title": m.title,
            "title_zh": m.title_zh,
            "definition": m.definition,
            "definition_zh": m.definition_zh,
            "matters": m.matters,
            "headline": m.name in HEADLINE,
        }
        for m in MEASURES.values()
    ]


def parameters() -> list[dict[str, Any]]:
    """Every parameter of every mechanism and lever."""
    from sim.mechanisms.settings import GROUPS
    from sim.params import describe
    from sim.policies import POLICIES

    owners = {**GROUPS, **{f"policies.{name}": cls for name, cls in POLICIES.items()}}
    return [
        {
            "name": i.key,
            "default": i.default,
            "unit": i.unit,
            "low": i.low,
            "high": i.high,
            "basis": i.basis,
            "source": i.source,
            "meaning": i.doc,
            "meaning_zh": i.zh,
        }
        for owner, cls in owners.items()
        for i in describe(owner, cls)
    ]


LISTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "places": places,
    "policies": policies,
    "measures": measures,
    "parameters": parameters,
}


def main(args: list[str]) -> int:
    """Print one list."""
    as_object, lang = take_flag(args, "--json"), language(args)
    what = args[0] if args else ""
    if what not in LISTS:
        found_it = f"found {what!r}" if what else "nothing named"
        raise ConfigError([Problem("list", found_it, ", ".join(LISTS), nearest(what, list(LISTS)))])
    found = LISTS[what]()
    if as_object:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    from sim.cli.prose import print_prose
    from sim.cli.table import figures, fits, names, print_table, text, unit, word
    from sim.cli.terminal import console

    out = console()
    if what == "places":
        columns = [
            word("place"),
            *(figures(c) for c in ("residents", "communities", "grids")),
            figures("after", spare=2),
            figures("workers"),
            figures("part-time", spare=1),
            text("what", 16),
        ]
        rows = [_place_row(p, lang) for p in found]
    elif what == "policies":
        columns = [names("policy"), text("what changes", 30), text("evidence", 12)]
        rows = [
            [
                said(p["name"], p["name_zh"], "both" if lang != "en" else "en"),
                said(p["summary"], p["summary_zh"], lang),
                " ".join(p["evidence"]),
            ]
            for p in found
        ]
    elif what == "measures":
        columns = [word("measure"), unit(), word("better"), text("definition")]
        rows = [
            [
                said(m["name"], m["title_zh"], "both" if lang != "en" else "en"),
                m["unit"],
                m["better"] or "-",
                said(m["definition"], m["definition_zh"], lang),
            ]
            for m in found
        ]
    else:
        columns = [
            word("parameter"),
            figures("default"),
            unit(),
            word("range", spare=2),
            word("basis", spare=1),
            text("meaning", 20),
        ]
        rows = [
            [
                p["name"],
                _short(p["default"]),
                p["unit"],
                "" if p["low"] is None else f"{p['low']:g}..{p['high']:g}",
                p["basis"],
                said(p["meaning"], p["meaning_zh"], lang),
            ]
            for p in found
        ]
    if what == "parameters" and out.is_terminal and not fits(out, columns, rows):
        _by_owner(out, columns, rows)
    else:
        print_table(out, "", columns, rows)
    if what in ("places", "policies"):
        print_prose(out, f"\ngovsim show NAME tells all about one of them: govsim show {found[0]['name']}")
    return 0


def _by_owner(out: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print the parameters of each group under its name, for terminals too narrow for whole names in a column."""
    from sim.cli.table import print_table

    for owner, own in groupby(rows, key=lambda row: row[0].rpartition(".")[0]):
        print_table(out, f"{owner}.*", columns, [[row[0].rpartition(".")[2], *row[1:]] for row in own])
        out.print()


def _short(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"{len(value)} values"
    return str(value) if value != "" else "''"
