"""Show one place, policy, measure or parameter group in full: what it is, units, ranges, sources.

usage: govsim show NAME [--lang en|zh|both] [--json]

Examples
--------
  govsim show xialu      govsim show dual_report      govsim show response_median      govsim show voice
"""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import take_flag
from sim.cli.listing import language, said
from sim.errors import ConfigError, Problem, did_you_mean

if TYPE_CHECKING:
    from sim.run_config import RunConfig

FLAGS = ("--json", "--lang")


def main(args: list[str]) -> int:
    """Find the name and tell about it."""
    from sim.cli.prose import print_prose
    from sim.cli.terminal import console
    from sim.measures import MEASURES
    from sim.mechanisms.settings import GROUPS
    from sim.place_files import is_path, place_names
    from sim.policies import POLICIES

    as_object, lang = take_flag(args, "--json"), language(args)
    names = [*place_names(), *POLICIES, *MEASURES, *GROUPS]
    name = args[0] if args else ""
    if name not in names and not is_path(name):
        raise ConfigError([Problem("show", f"found {name!r}", hint=did_you_mean(name, names))])
    out = console()
    if name in POLICIES:
        policy = POLICIES[name]
        _tell(
            out,
            name,
            said(policy.summary, policy.summary_zh, lang),
            said(inspect.cleandoc(policy.__doc__ or ""), policy.story_zh, lang, "\n\n"),
            as_object,
            lang,
            f"policies.{name}",
            policy,
            list(policy.evidence),
            policy.name_zh,
        )
    elif name in GROUPS:
        module = inspect.getmodule(GROUPS[name])
        _tell(
            out,
            name,
            (GROUPS[name].__doc__ or "").strip(),
            inspect.cleandoc((module and module.__doc__) or ""),
            as_object,
            lang,
            name,
            GROUPS[name],
            [],
            "",
        )
    elif name in MEASURES:
        m = MEASURES[name]
        told = {
            "name": name,
            "title": m.title,
            "title_zh": m.title_zh,
            "unit": m.unit,
            "better": m.better or "neither",
            "definition": m.definition,
            "definition_zh": m.definition_zh,
            "smallest difference that matters": f"{m.matters:g} {m.unit}",
        }
        if as_object:
            print(json.dumps(told, ensure_ascii=False))
        else:
            for key, value in told.items():
                print_prose(out, f"{key:<34}{value}", hang=34)
    else:
        _place(out, name, lang, as_object)
    return 0


def _tell(
    out: Any,
    name: str,
    summary: str,
    text: str,
    as_object: bool,
    lang: str,
    owner: str,
    params: type,
    evidence: list[str],
    name_zh: str,
) -> None:
    from sim.cli import table
    from sim.cli.prose import print_docstring, print_prose
    from sim.evidence import load_register
    from sim.params import describe

    infos = describe(owner, params)
    if as_object:
        told = {
            "name": name,
            "name_zh": name_zh,
            "summary": summary,
            "text": text,
            "evidence": evidence,
            "parameters": [
                {
                    "name": i.name,
                    "default": i.default,
                    "unit": i.unit,
                    "low": i.low,
                    "high": i.high,
                    "allowed": i.allowed,
                    "basis": i.basis,
                    "source": i.source,
                    "meaning": i.doc,
                    "meaning_zh": i.zh,
                }
                for i in infos
            ],
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    print_prose(out, f"{name} {name_zh}".strip() + f": {summary}\n", style="bold")
    print_docstring(out, text)
    out.print()
    rows = [
        [
            i.name,
            _value(i.default),
            i.unit,
            "" if i.low is None else f"{i.low:g}..{i.high:g}",
            i.basis,
            said(i.doc, i.zh, lang),
            i.source,
        ]
        for i in infos
    ]
    columns = [
        table.word("parameter"),
        table.text("default", 8, right=True),
        table.unit(),
        table.word("range", spare=2),
        table.word("basis", spare=1),
        table.text("meaning", 12),
        table.text("source", 16),
    ]
    table.print_table(out, f"{owner}.*", columns, rows)
    register = load_register()
    for row in (register[e] for e in evidence if e in register):
        doubt = f"; {row.flag}" if row.doubtful else ""
        print_prose(out, f"  {row.id}  {row.item}: {row.value} {row.unit}  ({row.place}, {row.date}{doubt})", hang=6)


def _value(value: Any) -> str:
    return " ".join(f"{v:g}" for v in value) if isinstance(value, (tuple, list)) else str(value)


HEADS = {
    "sourced": ("from the article", "文中给出"),
    "derived": ("derived from printed numbers", "由印出的数字推算"),
    "external": ("external (public statistics)", "外部（公开统计）"),
    "assumed": ("assumed: nobody has measured it", "假设：无人测量"),
    "everywhere": ("assumed, the same in every place", "假设：各地相同"),
    "choice": ("chosen", "自选"),
    "default": ("defaults of the model", "模型默认"),
    "sets": ("parameters of mechanisms that this place sets", "本地设定的机制参数"),
    "told": ("the article also tells", "文中还提到"),
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
    from sim.mechanisms.settings import GROUPS
    from sim.params import describe
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
            add(key.removeprefix("told."), row.value, row.unit, (row.item, ""), said, "told")
    return found


def _place(out: Any, name: str, lang: str, as_object: bool) -> None:
    from rich.text import Text

    from sim.cli import table
    from sim.cli.prose import print_prose
    from sim.place_files import read_place
    from sim.run_config import load, place_file

    config = load(name)
    place = config.place
    own = {k: v for k, v in place_file(name).items() if k != "place"}
    found = numbers(config, own)
    if as_object:
        told = {"name": name, "title": place.title, "title_zh": place.title_zh, "numbers": found, "parameters": own}
        print(json.dumps(told, ensure_ascii=False))
        return
    print_prose(out, f"{name}: {said(place.title, place.title_zh, lang)}\n", style="bold")
    for remark in read_place(name).remarks:
        print_prose(out, f"! {remark}\n")
    columns = [
        table.word("place"),
        table.text("value", 9, right=True),
        table.unit(),
        table.text(said("meaning", "含义", lang), 12),
        table.text("source (! in doubt)" if lang == "en" else said("source", "来源；! 为存疑", lang), 12),
    ]
    for section, head in HEADS.items():
        rows: list[list[table.Cell]] = []
        for n in (n for n in found if n["section"] == section):
            basis = f"{n['basis']}: " if section in ("sets", "told") else ""
            source = [Text(basis + n["source"]), *(Text(f"! {d}", style="yellow") for d in n["doubts"])]
            meaning = said(n["meaning"], n["meaning_zh"], lang)
            rows.append([n["name"], _figure(n["value"]), n["unit"], meaning, source])
        if rows:
            table.print_table(out, said(*head, lang), columns, rows)
            out.print()


def _figure(value: Any) -> str:
    """A number as it is read, with commas from 1,000 on."""
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    big = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 1000
    return f"{value:,.12g}" if big else _value(value)
