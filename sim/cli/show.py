"""Show one place, policy, measure or parameter group in full: what it is, units, ranges, sources.

usage: govsim show NAME [--lang en|zh|both] [--json]

Examples
--------
  govsim show xialu      govsim show dual_report      govsim show response_median      govsim show voice
"""

from __future__ import annotations

import inspect
import json
from typing import Any

from sim.cli.arguments import take_flag
from sim.cli.listing import language, said
from sim.errors import ConfigError, Problem, did_you_mean


def main(args: list[str]) -> int:
    """Find the name and tell about it."""
    from sim.cli.terminal import console
    from sim.measures import MEASURES
    from sim.mechanisms.settings import GROUPS
    from sim.policies import POLICIES
    from sim.run_config import place_names

    as_object, lang = take_flag(args, "--json"), language(args)
    names = [*place_names(), *POLICIES, *MEASURES, *GROUPS]
    name = args[0] if args else ""
    if name not in names:
        raise ConfigError([Problem("show", f"found {name!r}", hint=did_you_mean(name, names))])
    out = console()
    if name in POLICIES:
        policy = POLICIES[name]
        _tell(
            out,
            name,
            said(policy.summary, policy.summary_zh, lang),
            inspect.cleandoc(policy.__doc__ or ""),
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
            "smallest difference that matters": f"{m.matters:g} {m.unit}",
        }
        if as_object:
            print(json.dumps(told, ensure_ascii=False))
        else:
            for key, value in told.items():
                out.print(f"{key:<34}{value}")
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
    from sim.cli.terminal import table
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
    out.print(f"{name} {name_zh}".strip() + f": {summary}\n", style="bold")
    out.print(text + "\n")
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
        ("parameter", "left"),
        ("default", "right"),
        ("unit", "left"),
        ("range", "left"),
        ("basis", "left"),
        ("meaning", "left"),
        ("source", "left"),
    ]
    out.print(table(f"{owner}.*", columns, rows, wrap_last=True))
    register = load_register()
    for row in (register[e] for e in evidence if e in register):
        out.print(f"  {row.id}  {row.item}: {row.value} {row.unit}  ({row.place}, {row.date})", markup=False)


def _value(value: Any) -> str:
    return " ".join(f"{v:g}" for v in value) if isinstance(value, (tuple, list)) else str(value)


def _place(out: Any, name: str, lang: str, as_object: bool) -> None:
    from sim.cli.terminal import table
    from sim.params import describe
    from sim.run_config import load, place_file

    config = load(name)
    place = config.place
    told = []
    for info in describe("place", type(place)):
        basis, _, remark = place.sources.get(info.name, "").partition(":")
        if not basis and info.basis != "choice":
            basis, remark = info.basis, info.source
        elif not basis:
            basis = "default"
        told.append(
            {
                "name": info.name,
                "value": getattr(place, info.name),
                "unit": info.unit,
                "basis": basis,
                "source": remark.strip(),
                "meaning": info.doc,
            }
        )
    own = {k: v for k, v in place_file(name).items() if k != "place"}
    if as_object:
        print(json.dumps({"name": name, "title": place.title, "numbers": told, "parameters": own}, ensure_ascii=False))
        return
    out.print(f"{name}: {said(place.title, place.title_zh, lang)}\n", style="bold")
    order = ["sourced", "derived", "external", "assumed", "choice", "default"]
    heads = {
        "sourced": "from the article",
        "derived": "derived from printed numbers",
        "external": "external (public statistics)",
        "assumed": "assumed: nobody has measured it",
        "choice": "chosen",
        "default": "defaults of the model",
    }
    for basis in order:
        rows = [
            [t["name"], _value(t["value"]), t["unit"], t["meaning"], t["source"]] for t in told if t["basis"] == basis
        ]
        if rows:
            columns = [
                ("place.*", "left"),
                ("value", "right"),
                ("unit", "left"),
                ("meaning", "left"),
                ("source", "left"),
            ]
            out.print(table(heads[basis], columns, rows, wrap_last=True))
            out.print()
    for group, values in own.items():
        for key, value in values.items():
            out.print(f"  sets {group}.{key} = {value}  ({place.sources.get(f'{group}.{key}', 'no source given')})")
