"""Ask: a place, what bothers people there, what could help, how often; then run it."""

from __future__ import annotations

from html import escape

from sim.config.names import place_title
from sim.config.place_files import read_place
from sim.config.run import load
from sim.errors import ConfigError
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.param import ParamInfo
from sim.parameters.run import Run
from sim.policies import POLICIES
from sim.state.costs import FUNDING
from sim.viewer.asked import BOTH, EACH, MOST_DRAWS, MOST_PAIRS, MOST_SEED, TOGETHER
from sim.viewer.levers import GROUPS, costs_of, dose_title, dose_value, doses_of, group_name, lever_title
from sim.viewer.page import Header, Page
from sim.viewer.places import is_drawn, offered

PAIRS, DRAWS = 5, 32
FEW_COSTS = 2
"""Costs named beside a lever; the others unfold with its doses."""


def ask_page(place: str, header: Header | None) -> Page:
    """Draw the page.

    Parameters
    ----------
    place : str
        The one that is chosen at first.
    header : Header or None
        Of the study that is open: its links lead there.
    """
    chosen = Header(place_words(place), (say("viewer.as_is"), say("viewer.choose")), 1, header.study if header else "")
    body = (
        f'<h1>{escape(say("viewer.ask_title"))}</h1><p class="lead">{escape(say("viewer.ask_lead"))}</p>'
        f'<form id="ask" autocomplete="off">{_where(place)}{_what()}{_how()}</form>'
        f'<div id="problems" class="problems" role="alert" hidden></div>'
    )
    return Page("ask", say("viewer.ask"), body, chosen)


def place_words(name: str) -> Bilingual:
    """Name of a place; its key where its file cannot be read."""
    try:
        return place_title(load(name).place)
    except ConfigError:
        return Bilingual(name, name)


def _where(place: str) -> str:
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == place else ""} data-draws="{int(is_drawn(name))}">'
        f"{escape(place_words(name))}{escape(_residents(name))}</option>"
        for name in offered()
    )
    return (
        f"<fieldset><legend>{escape(say('viewer.where'))}</legend>"
        f'<select name="place" aria-label="{escape(say("viewer.where"))}">{options}</select></fieldset>'
    )


def _residents(name: str) -> str:
    try:
        n = read_place(name).tree["place"].get("population")
    except ConfigError:
        return ""
    return str(say("viewer.residents", n=n)) if isinstance(n, int) else ""


def _what() -> str:
    buttons = f'<button type="button" data-group="" aria-pressed="true">{escape(say("viewer.all_levers"))}</button>'
    buttons += "".join(
        f'<button type="button" data-group="{key}" aria-pressed="false">{escape(group_name(key))}</button>'
        for key in GROUPS
    )
    rows = "".join(_lever(name, key) for key, names in GROUPS.items() for name in names)
    search = escape(say("viewer.search_levers"))
    return (
        f'<fieldset><legend>{escape(say("viewer.what"))}</legend><div class="choices" role="group" '
        f'aria-label="{escape(say("viewer.what"))}">{buttons}</div>'
        f'<input type="search" id="search" placeholder="{search}" aria-label="{search}"></fieldset>'
        f'<fieldset><legend>{escape(say("viewer.try"))}</legend><div class="levers" id="levers">{rows}</div>'
        f'<p class="note" id="none" hidden>{escape(say("viewer.none_found"))}</p></fieldset>'
    )


def _lever(name: str, group: str) -> str:
    """A lever: name, what it does, what it costs, what that rests on; its doses are fetched when it is chosen."""
    lever = POLICIES[name]
    summary = Bilingual(lever.summary, lever.summary_zh)
    costs = [_cost(info) for info in costs_of(name)[:FEW_COSTS]]
    cost = joined(costs, "; ") if costs else say("viewer.no_cost")
    title = lever_title(name)
    sought = f"{name} {title.en} {title.zh} {lever.summary} {lever.summary_zh}".lower()
    ids = " ".join(f'<a href="/evidence?q={i}">{i}</a>' for i in lever.evidence)
    return (
        f'<div class="lever" data-group="{group}" data-sought="{escape(sought)}" data-title="{escape(title)}">'
        f'<label><input type="checkbox" name="lever" value="{name}"><span><b>{escape(title)}</b> '
        f"{escape(summary)}</span></label>"
        f'<p class="note">{escape(say("viewer.costs"))}{escape(cost)}</p>'
        f'<p class="note">{escape(say("viewer.rests"))}{ids}</p><div class="doses" hidden></div></div>'
    )


def _cost(info: ParamInfo) -> Bilingual:
    value = dose_value(info, info.default)
    meaning = Bilingual(info.doc, info.zh)
    return say("viewer.a_cost", value=value, unit=word("units", info.unit), meaning=meaning)


def doses_html(name: str) -> str:
    """Fields for the doses of a lever, what the user decides first."""
    infos = doses_of(name)
    chosen = "".join(_field(name, info) for info in infos if info.basis == "choice")
    others = "".join(_field(name, info) for info in infos if info.basis != "choice")
    behind = f"<details><summary>{escape(say('viewer.behind'))}</summary><div class=grid>{others}</div></details>"
    return f"<div class=grid>{chosen}</div>{behind if others else ''}"


def _field(lever: str, info: ParamInfo) -> str:
    label = escape(Bilingual(info.doc, info.zh))
    name, usual = f"{lever}.{info.name}", info.default
    title = escape(dose_title(info))
    if isinstance(usual, (str, bool)):
        words = list(info.allowed or ()) if isinstance(usual, str) else ["true", "false"]
        words = [w for w in words if w != "custom"]
        options = "".join(
            f'<option value="{w}"{" selected" if w == str(usual).lower() else ""}>'
            f"{escape(dose_value(info, str(w == 'true') if isinstance(usual, bool) else w))}</option>"
            for w in words
        )
        field = f'<select name="{name}" data-usual="{str(usual).lower()}" data-title="{title}">{options}</select>'
    else:
        shown = ",".join(map(str, usual)) if isinstance(usual, tuple) else f"{usual:.12g}"
        kind = "list" if isinstance(usual, tuple) else "number"
        field = (
            f'<input name="{name}" data-usual="{shown}" data-kind="{kind}" data-title="{title}" value="{shown}" '
            f'inputmode="{"text" if kind == "list" else "decimal"}">'
        )
    return f'<label class="field"><span>{label}</span>{field}<small>{escape(_about(info))}</small></label>'


def _about(info: ParamInfo) -> str:
    """Unit, range and where a number comes from."""
    parts: list[str] = [] if info.unit in ("word", "numbers") else [word("units", info.unit)]
    if info.low is not None and info.high is not None:
        parts.append(say("viewer.range", low=f"{info.low:g}", high=f"{info.high:g}"))
    basis = word("bases", info.basis)
    parts.append(say("viewer.from", basis=basis, source=info.source) if info.basis != "choice" else basis)
    return str(joined(parts, "; "))


def _how() -> str:
    funding = "".join(
        _radio("funding", key, word("funding", key), say(text), k == 0)
        for k, (key, text) in enumerate(
            zip(FUNDING, ("viewer.added", "viewer.staff_neutral", "viewer.budget_neutral"), strict=True)
        )
    )
    arms = "".join(
        f'<option value="{key}">{escape(text)}</option>'
        for key, text in (
            (TOGETHER, say("viewer.together")), (EACH, say("viewer.each")), (BOTH, say("viewer.both")),
        )
    )  # fmt: skip
    days, ask_for = Run().days, escape(say("viewer.pairs_button", n=PAIRS))
    return (
        f'<fieldset><legend>{escape(say("viewer.paid_by"))}</legend><div class="radios">{funding}</div></fieldset>'
        f'<fieldset><legend>{escape(say("viewer.how_often"))}</legend><div class="grid">'
        f"{_number('pairs', say('viewer.pairs'), PAIRS, 2, MOST_PAIRS, say('viewer.pairs_note', days=days))}"
        f"{_number('seed', say('viewer.seed_field'), 1, 0, MOST_SEED, say('viewer.seed_note'))}"
        f"{_number('draws', say('viewer.draws'), 0, 0, MOST_DRAWS, say('viewer.draws_note', n=DRAWS))}"
        f'<label class="field"><span>{escape(say("viewer.arms"))}</span><select name="arms">{arms}</select>'
        f"<small>{escape(say('viewer.arms_note'))}</small></label>"
        f'<label class="field"><span>{escape(say("viewer.folder"))}</span><input name="folder" value="">'
        f"<small>{escape(say('viewer.folder_note'))}</small></label></div>"
        f'<p class="act"><button class="main" id="run" type="submit" disabled>{ask_for}</button> '
        f'<button type="button" id="yaml" disabled>{escape(say("viewer.yaml"))}</button></p>'
        "</fieldset>"
    )


def _radio(name: str, value: str, title: str, note: str, is_first: bool) -> str:
    checked = " checked" if is_first else ""
    return (
        f'<label><input type="radio" name="{name}" value="{value}"{checked}> '
        f"<span><b>{escape(title)}</b> {escape(note)}</span></label>"
    )


def _number(name: str, title: str, value: int, least: int, most: int, note: str) -> str:
    return (
        f'<label class="field"><span>{escape(title)}</span><input type="number" name="{name}" value="{value}" '
        f'min="{least}" max="{most}" step="1" required><small>{escape(note)}</small></label>'
    )
