"""Evidence: every number in use with value, unit, basis, range and source; doubtful ones are marked."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from starlette.requests import Request

from sim.evidence import load_register, load_sources
from sim.evidence.citations import ids_in
from sim.i18n import Bilingual, in_force, say, word
from sim.parameters.param import BASES, ParamInfo
from sim.viewer.levers import dose_value, lever_title
from sim.viewer.opened import Study
from sim.viewer.page import Page
from sim.viewer.pages.parts import exports, part

CHINESE = re.compile("[\u3400-\u9fff]")


def evidence_page(study: Study, request: Request) -> Page:
    """Draw the page: what the answer rests on, then all numbers."""
    sought = request.query_params.get("q", "")[:60]
    arm = study.brief.shown
    rows = study.once(("numbers", in_force()), lambda: "".join(map(_row, numbers_of(study))))
    heads = ("viewer.number", "viewer.value", "viewer.range_column", "viewer.basis", "viewer.source")
    head = "".join(f"<th scope=col>{escape(h)}</th>" for h in (say(key) for key in heads))
    bases = "".join(
        f'<button type="button" data-basis="{b}" aria-pressed="false">{escape(word("bases", b))}</button>'
        for b in BASES
    )
    doubtful = (
        f'<button type="button" data-basis="doubtful" aria-pressed="false">⚠ {escape(say("viewer.doubtful"))}</button>'
    )
    label = escape(say("viewer.search_numbers"))
    counted = study.brief.answer["numbers"]
    body = (
        f"<h1>{escape(say('viewer.evidence_title'))}</h1>"
        f'<p class="lead">{escape(say("viewer.evidence_lead", total=counted["total"], assumed=counted["assumed"]))}</p>'
        f'<input type="search" id="sought" value="{escape(sought)}" placeholder="{label}" aria-label="{label}">'
        f'<div class="choices" role="group" aria-label="{escape(say("viewer.basis"))}">{bases}{doubtful}</div>'
        f'<p class="note" id="found" role="status"></p>'
        f'<div class="scroll"><table class="numbers" id="numbers"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>'
        f"</table></div>{exports(study, ('evidence.csv', say('viewer.csv')))}{part(study, 'evidence', arm)}"
    )
    return Page("evidence", say("viewer.evidence"), body)


def numbers_of(study: Study) -> list[tuple[ParamInfo, Any]]:
    """Every number of all arms, those of the first before what others add or change."""
    found: list[tuple[ParamInfo, Any]] = []
    seen: set[tuple[str, str]] = set()
    for config in study.brief.results.configs:
        for info, value in config.parameters():
            if (info.key, str(value)) not in seen:
                seen.add((info.key, str(value)))
                found.append((info, value))
    return found


def is_doubtful(info: ParamInfo) -> bool:
    """Whether some evidence behind a number is to be taken with care."""
    register = load_register()
    return any(register[i].doubtful for i in ids_in(info.source) if i in register)


def _row(number: tuple[ParamInfo, Any]) -> str:
    info, value = number
    doubt = is_doubtful(info)
    mark = f' <span class="doubt" title="{escape(say("viewer.doubtful"))}">⚠</span>' if doubt else ""
    span = (
        ""
        if info.low is None or info.high is None
        else str(say("viewer.range", low=f"{info.low:g}", high=f"{info.high:g}"))
    )
    unit = "" if info.unit in ("word", "numbers", "path") else f" {word('units', info.unit)}"
    sought = f"{info.key} {info.doc} {info.zh} {info.source}".lower()
    return (
        f'<tr data-sought="{escape(sought)}" data-basis="{info.basis}{" doubtful" if doubt else ""}">'
        f"<th scope=row>{escape(Bilingual(info.doc, info.zh or word('meanings', info.doc).zh))}"
        f'<span class="note">{escape(_owner(info))} <code>{escape(info.key)}</code></span></th>'
        f"<td>{escape(dose_value(info, value))}{escape(unit)}</td><td>{escape(span)}</td>"
        f'<td class="{info.basis}">{escape(word("bases", info.basis))}{mark}</td><td>{_source(info)}</td></tr>'
    )


def _owner(info: ParamInfo) -> Bilingual:
    if info.owner.startswith("policies."):
        return lever_title(info.owner.removeprefix("policies."))
    if info.owner == "place":
        return say("viewer.of_place")
    return Bilingual(info.owner, word("mechanisms", info.owner).zh)


def _source(info: ParamInfo) -> str:
    """The source in words, with what was printed behind each piece of evidence."""
    register, sources = load_register(), load_sources()
    quotes = "".join(
        f"<li><code>{i}</code> {escape(r.value)} {escape(r.unit)}: "
        f'<q lang="{"zh" if CHINESE.search(r.quote) else "en"}">{escape(r.quote)}</q> '
        f"<cite>{escape(sources[r.source_id].title)}, {escape(r.date)}</cite></li>"
        for i in ids_in(info.source)
        if (r := register.get(i)) is not None
    )
    text = f'<span lang="en" class="source">{escape(info.source)}</span>'
    if not quotes:
        return text
    return f'<details><summary>{text}</summary><ul lang="en" class="source">{quotes}</ul></details>'
