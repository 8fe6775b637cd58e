"""How a figure of govsim looks: sheet, fonts, colours, language, and the header every figure carries."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from sim.report.origin import Origin

HERE = Path(__file__).parent
SHEET = HERE / "govsim.mplstyle"
FONT = HERE / "fonts" / "govsim-cjk.otf"
LANGUAGES = ("en", "zh", "both")

COLOURS = ("#4d4d4d", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Of the arms in order; the first, which the others are compared with, is grey."""
QUIET = "#737373"
SHADE = "#ececec"

_UNITS_ZH = {
    "h": "小时", "d": "天", "%": "%", "points": "百分点", "per 100": "每百件", "per 1000": "每千人", "0-1": "0-1",
    "persons": "人", "h/1000/yr": "小时/千人·年", "yuan/person/yr": "元/人·年", "yuan": "元",
}  # fmt: skip
_TITLE_PT, _LINE_PT = 13.0, 9.0


@cache
def _add_font() -> None:
    """Make the bundled font known to matplotlib, once."""
    fontManager.addfont(FONT)


@contextmanager
def sheet() -> Iterator[None]:
    """Draw with our style sheet and nothing of the user's, and put everything back afterwards."""
    _add_font()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rc_file(SHEET, use_default_template=False)
        yield


def say(lang: str, en: str, zh: str) -> str:
    """Pick a language, or put Chinese behind English."""
    if lang == "en" or not zh or en == zh:
        return en
    return zh if lang == "zh" else f"{en} {zh}"


def wide(text: str) -> int:
    """Width of a line in Latin letters; a Chinese character counts as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines; at spaces, and between Chinese characters (but not before their punctuation).

    Parameters
    ----------
    text : str
    width : int
        Of a line, in Latin letters.
    """
    pieces: list[str] = []
    for c in text:
        closing = unicodedata.category(c) in ("Pe", "Po", "Pf")
        fresh = not pieces or pieces[-1].endswith(" ") or (not closing and wide(c) == 2) or (
            not closing and wide(pieces[-1][-1]) == 2 and c != " "
        )  # fmt: skip
        if fresh:
            pieces.append(c)
        else:
            pieces[-1] += c
    lines = [""]
    for piece in pieces:
        if lines[-1] and wide((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


@dataclass(frozen=True)
class Page:
    """What all figures of a run share.

    Attributes
    ----------
    origin : Origin
    lang : {"en", "zh", "both"}
    names : dict label -> str
        What to call the arms; their labels unless told otherwise.
    """

    origin: Origin
    lang: str = "en"
    names: Mapping[str, str] = field(default_factory=dict)

    def say(self, en: str, zh: str) -> str:
        """Pick the language of the page."""
        return say(self.lang, en, zh)

    def unit(self, unit: str) -> str:
        """Name a unit in the language of the page."""
        return self.say(unit, _UNITS_ZH.get(unit, unit))

    def arm(self, label: str) -> str:
        """Name an arm."""
        return self.names.get(label, self.say("baseline", "基线") if label == "baseline" else label)

    def colour(self, label: str) -> str:
        """Colour of an arm, the same in all figures."""
        return COLOURS[self.origin.arms.index(label) % len(COLOURS)]

    def figure(
        self, size: tuple[float, float], title: tuple[str, str], note: Sequence[tuple[str, str]] = ()
    ) -> Figure:
        """Make an empty figure with title, subtitle and foot note; axes go in between.

        Parameters
        ----------
        size : (width, height) of the space for axes, inches
            The figure is higher by what title and notes need.
        title : (English, Chinese)
        note : sequence of (English, Chinese)
        """
        width, letters = size[0], int(size[0] * 72 / (_LINE_PT * 0.5))
        both = [("en", 0), ("zh", 1)] if self.lang == "both" else [(self.lang, int(self.lang == "zh"))]
        heading = wrap(self.say(*title), int(letters * _LINE_PT / _TITLE_PT))
        under = [line for lang, _ in both for line in wrap(self.origin.subtitle(lang), letters)]
        foot = [line for _, i in both if note for line in wrap(("" if i else " ").join(n[i] for n in note), letters)]
        tall, low = _TITLE_PT * 1.35 / 72, _LINE_PT * 1.4 / 72
        head = 0.12 + len(heading) * tall + 0.03 + len(under) * low + 0.10
        tail = 0.08 + len(foot) * low + 0.06 if foot else 0.04
        height = size[1] + head + tail
        made = Figure(figsize=(width, height), layout="constrained")
        made.get_layout_engine().set(rect=(0.0, tail / height, 1.0, 1.0 - (head + tail) / height))  # type: ignore[union-attr,call-arg]
        left = 0.10 / width
        made.text(left, 1 - 0.12 / height, "\n".join(heading), fontsize=_TITLE_PT, va="top", linespacing=1.35)
        at = 1 - (0.12 + len(heading) * tall + 0.03) / height
        made.text(left, at, "\n".join(under), fontsize=_LINE_PT, color=QUIET, va="top", linespacing=1.4)
        if foot:
            made.text(left, 0.06 / height, "\n".join(foot), fontsize=_LINE_PT, color=QUIET, va="bottom", linespacing=1.4)
        return made
