"""List what there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import JSON, LANG, Asked, Takes, Words
from sim.cli.rows import Row, called, entry, known, meaning, parameter, print_json, said, span
from sim.errors import ConfigError, Problem
from sim.i18n import Bilingual, joined, say
from sim.i18n import word as of_room

if TYPE_CHECKING:
    from rich.console import Console

    from sim.cli.table import Column


def places() -> list[Row]:
    """Places with their sizes; one whose file is broken, with what is wrong with it instead."""
    from sim.config.place_files import place_names, read_place
    from sim.config.run import load

    found: list[Row] = []
    for name in place_names():
        try:
            p, remarks = load(name).place, read_place(name).remarks
        except ConfigError as error:
            told = "; ".join(say("errors.problem", where=p.where, found=p.found) for p in error.problems)
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


def policies() -> list[Row]:
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


def measures() -> list[Row]:
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
            "of": m.of,
            "where": list(m.levels),
        }
        for m in MEASURES.values()
    ]


def parameters() -> list[Row]:
    """Every parameter of every mechanism and lever."""
    from sim.parameters.param import describe
    from sim.parameters.settings import GROUPS
    from sim.policies import POLICIES

    owners = {**GROUPS, **{f"policies.{name}": cls for name, cls in POLICIES.items()}}
    return [parameter(i, i.key) for owner, cls in owners.items() for i in describe(owner, cls)]


def results(folder: str) -> list[Row]:
    """Study folders below a folder: what was asked, how much is there, how large, when written, in what state."""
    from sim.studies.folders import listed, study_folders

    found = [listed(path) for path in study_folders(Path(folder))]
    return [
        {
            "folder": str(one.path),
            "question": one.question,
            "state": one.state,
            "there": one.of_it,
            "asked": one.asked,
            "tasks": one.tasks,
            "answers": one.answers,
            "written": one.written.isoformat(timespec="seconds") if one.written else None,
            "mb": round(one.bytes / 1e6, 3),
        }
        for one in found
    ]


LISTS: dict[str, Callable[[], list[Row]]] = {
    "places": places,
    "levers": policies,
    "policies": policies,
    "measures": measures,
    "parameters": parameters,
    "results": lambda: results("results"),
}
FOLDER = "results_dir="
"""The one setting of the list of results."""
NARROW = 100
"""Columns of a terminal below which a definition beside both names of a measure would be a thin strip."""
TAKES = Takes((LANG, JSON), Words("WHAT", allowed=tuple(LISTS)), settings=True)


def main(asked: Asked) -> int:
    """Print one list."""
    strange = [
        Problem(word, say("cli.no_word", command=f"list {' '.join(asked.words)}"), "--lang, --json, --help")
        for word in asked.settings
        if asked.words != ["results"] or not word.startswith(FOLDER)
    ]
    asked.refuse(strange)
    (what,) = asked.words
    found = results(asked.settings[-1].removeprefix(FOLDER).strip("'\"")) if asked.settings else LISTS[what]()
    if "--json" in asked.flags:
        print_json(found)
        return 0
    from sim.cli.prose import print_prose
    from sim.cli.table import fits, print_table
    from sim.cli.terminal import console

    out = console()
    shown = _columns(what, narrow=out.width < NARROW)
    columns, rows = list(shown), [[cell(row) for cell in shown.values()] for row in found]
    if what == "parameters" and out.is_terminal and not fits(out, columns, rows):
        _by_owner(out, columns, rows)
    else:
        print_table(out, "", columns, rows)
    if what in ("places", "levers", "policies"):
        print_prose(out, say("list.more", name=found[0]["name"]))
    return 0


def _columns(what: str, *, narrow: bool) -> dict[Column, Callable[[Row], str]]:
    """Columns of a list, each with what stands in it; in a narrow terminal, the name in words below the short one."""
    from sim.cli.table import figures, names, text, unit, word

    if what == "places":
        return {
            word(say("list.place")): entry("name"),
            figures(say("list.residents")): _size("population"),
            figures(say("list.communities")): _size("communities"),
            figures(say("list.grids")): _size("grids"),
            figures(say("list.after"), spare=2): _size("grids_after", none="-"),
            figures(say("list.workers")): _size("workers"),
            figures(say("list.part_time"), spare=1): _size("part_time_workers", none="-"),
            text(say("list.what"), 16): _what_place,
        }
    if what in ("levers", "policies"):
        return {
            names(say("list.lever")): lambda p: called(p, "name"),
            text(say("list.changes"), 30): lambda p: said(p["summary"], p["summary_zh"]),
            text(say("list.evidence"), 12): lambda p: " ".join(p["evidence"]),
        }
    if what == "results":
        return {
            word(say("list.folder")): entry("folder"),
            word(say("list.state")): lambda r: of_room("states", r["state"]),
            figures(say("list.there")): lambda r: f"{r['there']:,}/{r['asked']:,}",
            figures(say("list.tasks"), spare=2): lambda r: f"{r['tasks']:,}",
            figures("MB"): lambda r: f"{r['mb']:.1f}",
            word(say("list.written"), spare=1): lambda r: (r["written"] or "-")[:16].replace("T", " "),
            text(say("list.question"), 20): entry("question"),
        }
    if what == "measures":
        return {
            (names if narrow else word)(say("list.measure")): called,
            unit(): known("unit", "units"),
            word(say("list.better")): lambda m: of_room("better", m["better"] or "-"),
            text(say("list.definition")): lambda m: said(m["definition"], m["definition_zh"]),
        }
    return {
        word(say("list.parameter")): entry("name"),
        figures(say("list.default")): lambda p: _short(p["default"]),
        unit(): known("unit", "units"),
        word(say("list.range"), spare=2): span,
        names(say("list.basis"), spare=1): known("basis", "bases"),
        text(say("list.meaning"), 20): meaning,
    }


def _size(name: str, none: str = "0") -> Callable[[Row], str]:
    """Show a number of a place, if its file can be read."""
    return lambda place: "-" if "error" in place else f"{place[name]:,}" if place[name] else none


def _what_place(place: Row) -> str:
    if "error" in place:
        return say("list.unusable", why=place["error"])
    return joined([Bilingual(place["title"], place["title_zh"] or place["title"]), *place.get("remarks", ())], "; ")


def _by_owner(out: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print the parameters of each group under its name, for terminals too narrow for whole names in a column."""
    from sim.cli.table import print_table

    for owner, own in groupby(rows, key=lambda row: row[0].rpartition(".")[0]):
        print_table(out, f"{owner}.*", columns, [[row[0].rpartition(".")[2], *row[1:]] for row in own])
        out.print()


def _short(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return say("list.values", n=len(value))
    return str(value) if value != "" else "''"
