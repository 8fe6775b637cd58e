"""What a notebook shows of results: the verdict as text, a picture, and a page with cards and replay.

JupyterLab leaves out HTML that it does not trust; then the picture is seen.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from io import BytesIO
from typing import Any

from sim.errors import GovsimError
from sim.i18n import in_force, say
from sim.report.kinds import FIGURES, left_out
from sim.report.plots import plot
from sim.report.style import TONES
from sim.show.phrases import Card, arm_called, cards, leading, subtitle, title
from sim.show.replay import piece, script
from sim.show.thinned import thinned
from sim.studies.results import Results
from sim.studies.shown import FRAMES, arms_shown, frames_of_answer, read_frames
from sim.studies.verdict import read_answer

MOST_S = 20.0
"""CPU time for which a pair is lived again, only because somebody looks at a result."""
WEEK = 7
HEIGHT = {True: 860, False: 260}
"""Of the page, with a replay and without, pixels."""
STYLE = (
    "body{font:14px/1.45 system-ui,'Noto Sans CJK SC',sans-serif;margin:0 4px;color:#1a1a1a}"
    "h1{font-size:19px;margin:4px 0}"
    "p{color:#595959;margin:2px 0 8px}.cards{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:10px}"
    ".card{border:1px solid #d9d9d9;border-top:3px solid #8a8a8a;padding:6px 10px;flex:1 1 150px}"
    ".card b{display:block;font-size:17px}.card small{color:#595959;display:block}"
)


def bundle(results: Results) -> dict[str, Any]:
    """What is shown, by type: ``text/plain``, ``text/html`` and, where a figure can be drawn, ``image/png``.

    The language is the one in force (``GOVSIM_LANG``, ``govsim config lang=zh``, or the locale).
    """
    answer, lang = read_answer(results.answer), _one(in_force())
    shown = cards(answer)
    found: dict[str, Any] = {
        "text/plain": _plain(answer, shown, lang),
        "text/html": _frame(_page(results, answer, shown, lang)),
    }
    picture = _picture(results, lang)
    return found | ({"image/png": picture} if picture else {})


def _one(lang: str) -> str:
    return "en" if lang == "both" else lang


def _in(lang: str, text: Any) -> str:
    return str(getattr(text, lang, text))


def _plain(answer: Mapping[str, Any], shown: list[Card], lang: str) -> str:
    lines = [_in(lang, title(answer)), _in(lang, subtitle(answer)), ""]
    for card in shown:
        moved = f"{card.before} \u2192 {card.after}" if card.before else card.after
        words = " ".join(filter(None, (_in(lang, card.words), _in(lang, card.sure_words))))
        lines.append(f"{_in(lang, card.title)}: {moved} {_in(lang, card.unit)}  {words}".rstrip())
    return "\n".join(lines)


def _page(results: Results, answer: Mapping[str, Any], shown: list[Card], lang: str) -> str:
    parts = [f"<h1>{escape(_in(lang, title(answer)))}</h1>", f"<p>{escape(_in(lang, subtitle(answer)))}</p>"]
    parts.append(f'<div class="cards">{"".join(_card(card, lang) for card in shown)}</div>')
    frames = _frames(results, answer)
    if frames is None:
        parts.append(f"<p>{escape(_in(lang, say('figures.no_replay')))}</p>")
    else:
        arms = {arm["key"]: arm_called(answer, arm["key"]) for arm in frames["arms"]}
        parts.append(f"<script>{script()}</script>{piece(frames, lang, arms, pairs=answer['pairs'])}")
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return f"<!doctype html><html lang={lang}>{head}<style>{STYLE}</style>{''.join(parts)}</html>"


def _card(card: Card, lang: str) -> str:
    moved = f"{card.before} \u2192 {card.after}" if card.before else card.after
    colour = TONES.get(card.colour, TONES[""])
    words = " \u00b7 ".join(filter(None, (_in(lang, card.words), _in(lang, card.sure_words))))
    return (
        f'<div class="card" style="border-top-color:{colour}">{escape(_in(lang, card.title))}<b>{escape(moved)}</b>'
        f"<small>{escape(_in(lang, card.unit))}</small><small>{escape(words)}</small></div>"
    )


def _frames(results: Results, answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """Weekly frames; None where living the pair again would take long, or there is no pair."""
    own = arms_shown(results, answer)
    if read_frames(results.answer / FRAMES) is None and results.cpu_s_per_replication * len(own) > MOST_S:
        return None
    try:
        found = thinned(frames_of_answer(results), every=WEEK)
    except GovsimError:
        return None
    first, *others = found["arms"]
    lead = leading(answer)  # the arm that the title is about is seen first
    return {**found, "arms": [first, *sorted(others, key=lambda arm: arm["key"] != lead)]}


def _frame(page: str) -> str:
    """Shut a page into a frame of its own: its scripts see nothing of the notebook."""
    tall = HEIGHT["Govsim" in page]
    return (
        f'<iframe sandbox="allow-scripts" srcdoc="{escape(page)}" title="govsim" '
        f'style="width:100%;height:{tall}px;border:0"></iframe>'
    )


def _picture(results: Results, lang: str) -> str | None:
    """The first figure that can be drawn, as PNG in letters."""
    missing = left_out(results)
    name = next((own for own in FIGURES if own not in missing), None)
    if name is None:
        return None
    file = BytesIO()
    plot(results, name, lang=lang)[name].savefig(file, format="png", dpi=100)
    return b64encode(file.getvalue()).decode()
