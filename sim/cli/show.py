"""Show one place, lever, measure or parameter group in full: what it is, units, ranges, sources.

Examples
--------
  govsim show xialu      govsim show dual_report      govsim show satisfaction      govsim show voice
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import JSON, LANG, Asked, Takes, Words
from sim.cli.rows import Row, called, entry, known, meaning, parameter, print_json, said, span
from sim.errors import Problem, nearest
from sim.i18n import Bilingual, in_force, joined, say, word, words

if TYPE_CHECKING:
    from rich.console import Console

    from sim.cli import table
    from sim.config.run import RunConfig

MATTERS = "smallest difference that matters"
OF_MEASURE = {
    "name": "show.name",
    "title": "show.title",
    "title_zh": "show.title_zh",
    "unit": "show.unit",
    "better": "show.better",
    "definition": "show.definition",
    "definition_zh": "show.definition_zh",
    MATTERS: "show.matters",
    "of": "show.of",
    "where": "show.where",
}
"""What is told of a measure."""
TAKES = Takes((LANG, JSON), Words("NAME", example="xialu, dual_report, satisfaction or voice"))


def main(asked: Asked) -> int:
    """Find the name and tell about it; the name of a list shows the list."""
    from sim.cli import listing
    from sim.cli.terminal import console
    from sim.config.place_files import is_path, place_names
    from sim.measures import MEASURES
    from sim.parameters.settings import GROUPS
    from sim.policies import POLICIES

    if len(asked.words) == 1 and asked.words[0] in listing.LISTS:
        return listing.main(asked)
    names = [*place_names(), *POLICIES, *MEASURES, *GROUPS]
    unknown = [name for name in asked.words if name not in names and not is_path(name)]
    known = say("cli.listed_name", names=", ".join(name for name in listing.LISTS if name != "policies"))
    asked.refuse([Problem("show", say("errors.found", x=repr(name)), known, nearest(name, names)) for name in unknown])
    told, tell = _told(asked.words[0])
    if "--json" in asked.flags:
        print_json(told)
    else:
        tell(console(), told)
    return 0


def _told(name: str) -> tuple[Row, Callable[[Console, Row], None]]:
    """All that is told of a name, and what prints it."""
    from sim.measures import MEASURES
    from sim.parameters.settings import GROUPS
    from sim.policies import POLICIES

    if name in POLICIES:
        return _lever(name), _tell
    if name in GROUPS:
        also = {"measure": _measure(name)} if name in MEASURES else {}
        return {**_group(name), **also}, _tell_group
    return (_measure(name), _tell_measure) if name in MEASURES else (_place(name), _tell_place)


def _lever(name: str) -> Row:
    from sim.parameters.param import describe
    from sim.policies import POLICIES

    policy = POLICIES[name]
    return {
        "name": name,
        "name_zh": policy.name_zh,
        "summary": said(policy.summary, policy.summary_zh),
        "text": said(inspect.cleandoc(policy.__doc__ or ""), policy.story_zh, "\n\n"),
        "evidence": list(policy.evidence),
        "parameters": [parameter(i, i.name) for i in describe(f"policies.{name}", policy)],
    }


def _group(name: str) -> Row:
    from sim.parameters.param import describe
    from sim.parameters.settings import GROUPS

    group = GROUPS[name]
    module = inspect.getmodule(group)
    return {
        "name": name,
        "name_zh": "",
        "summary": said((group.__doc__ or "").strip(), words()["mechanisms"][name]),
        "text": "" if in_force() == "zh" else inspect.cleandoc((module and module.__doc__) or ""),
        "evidence": [],
        "parameters": [parameter(i, i.name) for i in describe(name, group)],
    }


def _measure(name: str) -> Row:
    from sim.measures import MEASURES

    m = MEASURES[name]
    return {
        "name": name,
        "title": m.title,
        "title_zh": m.title_zh,
        "unit": m.unit,
        "better": m.better or "neither",
        "definition": m.definition,
        "definition_zh": m.definition_zh,
        MATTERS: f"{m.matters:g} {m.unit}",
        "of": m.of,
        "where": list(m.levels),
    }


def _tell_measure(out: Console, told: Row) -> None:
    from sim.cli.prose import print_prose
    from sim.fold import cells
    from sim.measures import MEASURES

    m = MEASURES[told["name"]]
    fixed = {
        "unit": word("units", told["unit"]),
        "better": word("better", told["better"]),
        MATTERS: Bilingual(told[MATTERS], f"{m.matters:g}{word('units', m.unit).zh}"),
        "of": say("show.named", name=m.of, title=MEASURES[m.of].called) if m.of else "-",
        "where": joined(word("levels", level) for level in m.levels),
    }
    shown = told.items() if in_force() != "zh" else [(k, v) for k, v in told.items() if f"{k}_zh" not in told]
    for key, value in shown:
        head = say(OF_MEASURE[key])
        print_prose(out, f"{head}{' ' * (34 - cells(head))}{fixed.get(key, value)}", hang=34)


def _tell_group(out: Console, told: Row) -> None:
    """Tell of a group of parameters, and first of the measure of the same name, if there is one."""
    if "measure" in told:
        _tell_measure(out, told["measure"])
        out.print()
    _tell(out, told)


def _tell(out: Console, told: Row) -> None:
    """Tell of a lever or a group of parameters."""
    from sim.cli import table
    from sim.cli.prose import print_docstring, print_prose
    from sim.evidence import load_register
    from sim.policies import POLICIES

    name = told["name"]
    head = Bilingual(f"{name} {told['name_zh']}".strip(), called(told, "name"))
    print_prose(out, say("show.heading", name=head, summary=told["summary"]), style="bold")
    out.print()
    if told["text"]:
        print_docstring(out, told["text"])
        out.print()
    shown = {
        table.word(say("list.parameter")): entry("name"),
        table.text(say("list.default"), 8, right=True): lambda row: _value(row["default"]),
        table.unit(): known("unit", "units"),
        table.word(say("list.range"), spare=2): span,
        table.names(say("list.basis"), spare=1): known("basis", "bases"),
        table.text(say("list.meaning"), 12): meaning,
        table.text(say("show.source"), 16): entry("source"),
    }
    rows = [[cell(row) for cell in shown.values()] for row in told["parameters"]]
    table.print_table(out, f"policies.{name}.*" if name in POLICIES else f"{name}.*", list(shown), rows)
    register = load_register()
    for row in (register[e] for e in told["evidence"] if e in register):
        doubt = say("show.doubt", flag=row.flag) if row.doubtful else ""
        told_of = {"id": row.id, "item": row.item, "value": row.value, "unit": word("units", row.unit), "doubt": doubt}
        print_prose(out, say("show.of_evidence", place=row.place, date=row.date, **told_of), hang=6)


def _value(value: Any) -> str:
    return " ".join(f"{v:g}" for v in value) if isinstance(value, (tuple, list)) else str(value)


HEADS = {
    "sourced": "show.sourced",
    "derived": "show.derived",
    "external": "show.external",
    "assumed": "show.assumed",
    "everywhere": "show.everywhere",
    "choice": "show.choice",
    "default": "show.default",
    "sets": "show.sets",
    "told": "show.told",
}
"""Sections of a place, in this order, each number in one of them."""


def doubts(source: str) -> list[str]:
    """Flags of the doubtful rows of evidence that a source cites, each with its id."""
    from sim.evidence import ids_in, load_register

    rows = [row for id_ in ids_in(source) if (row := load_register().get(id_))]
    return [f"{row.id}: {row.flag}" for row in rows if row.doubtful]


def numbers(config: RunConfig, own: dict[str, Any]) -> list[dict[str, Any]]:
    """Every number of a place and every parameter its file sets, with basis, source, doubts and section."""
    from sim.evidence import ids_in, load_register
    from sim.parameters.param import describe
    from sim.parameters.settings import GROUPS
    from sim.policies import POLICIES

    place, found = config.place, []

    def add(name: str, value: Any, unit: str, meaning: tuple[str, str], said: str, section: str = "") -> None:
        basis, _, source = said.partition(":")
        found.append(
            {
                "name": name,
                "value": value,
                "unit": unit,
                "basis": basis,
                "source": source.strip(),
                "doubts": doubts(source),
                "meaning": meaning[0],
                "meaning_zh": meaning[1],
                "section": section or basis,
            }
        )

    for info in describe("place", type(place)):
        said, section = place.sources.get(info.name, ""), ""
        if not said and info.default is None:
            said, section = "choice: no source is given", "choice"
        elif not said and info.basis == "choice":
            said, section = "default:", "default"
        elif not said:
            # a number that holds for every place is in no article
            section = {"assumed": "everywhere", "sourced": "external"}.get(info.basis, info.basis)
            said = f"{info.basis}: {info.source}"
        add(info.name, getattr(place, info.name), info.unit, (info.doc, info.zh), said, section)
    levers = own.get("policies") or {}
    owners = [(group, cls, own[group]) for group, cls in GROUPS.items() if group in own]
    owners += [(f"policies.{lever}", POLICIES[lever], values) for lever, values in levers.items()]
    for owner, cls, values in owners:
        for info in (i for i in describe(owner, cls) if i.name in values):
            said = place.sources.get(info.key, "no source given:")
            add(info.key, values[info.name], info.unit, (info.doc, info.zh), said, "sets")
    for key, said in place.sources.items():
        if key.startswith("told."):
            row = load_register()[ids_in(said)[0]]
            add(
                key.removeprefix("told."),
                row.value,
                row.unit,
                (row.item, words()["told"].get(row.item, "")),
                said,
                "told",
            )
    return found


def _place(name: str) -> Row:
    from sim.config.run import load, place_file

    config = load(name)
    own = {k: v for k, v in place_file(name).items() if k != "place"}
    place, found = config.place, numbers(config, own)
    told = {"title": place.title, "title_zh": place.title_zh, "numbers": found, "parameters": own}
    return {"name": name, **told, "needs": needs(config, own)}


def needs(config: RunConfig, own: dict[str, Any]) -> Row:
    """What is reported in a place and what happens there, per person-year, and whether the place says so itself."""
    from sim.mechanisms.heard import resolved

    in_numbers, said = resolved(config.place, config.settings).needs, own.get("needs", {})
    return {
        "reports_per_year": in_numbers.reports_per_year,
        "own_reports": "reports_per_year" in said,
        "requests_per_year": in_numbers.requests_per_year,
        "own_requests": "requests_per_year" in said,
        "enquiries_reported": in_numbers.enquiries_reported,
        "enquiries_per_year": in_numbers.enquiries_per_year,
    }


def _tell_needs(out: Console, told: Row) -> None:
    """Say how much is reported, who says so, and what follows from it."""
    from sim.cli.prose import print_prose

    figures = {key: f"{value:.3g}" for key, value in told.items() if isinstance(value, float)}
    if told["own_requests"]:
        print_prose(out, say("show.own_requests", **figures))
    else:
        print_prose(out, say("show.own_reports" if told["own_reports"] else "show.no_reports", **figures))
    print_prose(out, say("show.enquiries", **figures))
    out.print()


def _tell_place(out: Console, told: Row) -> None:
    from rich.text import Text

    from sim.cli import table
    from sim.cli.prose import print_prose
    from sim.config.place_files import read_place

    name, found = told["name"], told["numbers"]
    title = Bilingual(told["title"], told["title_zh"] or told["title"])
    print_prose(out, say("show.heading", name=name, summary=title), style="bold")
    out.print()
    for remark in read_place(name).remarks:
        print_prose(out, f"! {remark}\n")
    _tell_needs(out, told["needs"])
    for section, head in HEADS.items():
        rows: list[list[table.Cell]] = []
        for n in (n for n in found if n["section"] == section):
            source = n["source"]
            if section in ("sets", "told"):
                source = say("show.with_basis", basis=word("bases", n["basis"]), source=source)
            cell = [Text(source), *(Text(f"! {d}", style="yellow") for d in n["doubts"])]
            rows.append([n["name"], _figure(n["value"]), word("units", n["unit"]), meaning(n), cell])
        if rows:
            table.print_table(out, say(head), *_with_source(rows))
            out.print()


def _with_source(rows: list[list[table.Cell]]) -> tuple[list[table.Column], list[list[table.Cell]]]:
    """Columns of a section of a place; without that of the sources where none has one, and of doubts where none is."""
    from sim.cli import table

    columns = [
        table.word(say("list.parameter")),
        table.text(say("show.value"), 9, right=True),
        table.unit(),
        table.text(say("list.meaning"), 12),
    ]
    sources = [row[-1] for row in rows]
    if not any(str(part) for source in sources for part in source):
        return columns, [row[:-1] for row in rows]
    doubted = any(len(source) > 1 for source in sources)
    return [*columns, table.text(say("show.source_doubt" if doubted else "show.source"), 12)], rows


def _figure(value: Any) -> str:
    """A number as it is read, with commas from 1,000 on."""
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    big = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 1000
    return f"{value:,.12g}" if big else _value(value)
