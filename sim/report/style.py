"""How a figure of govsim looks: sheet, fonts, colours, language, and the header every figure carries."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text

from sim.config.names import arm_name
from sim.fold import fold
from sim.i18n import Bilingual, joined, say, word
from sim.report.origin import Origin
from sim.show.svg.drawing import TONES
from sim.studies.arms import MOST, PACKAGE_ZH, short_names
from sim.types import Array

__all__ = [
    "COLOURS", "FONT", "QUIET", "SHADE", "TONES", "Page", "halo", "light", "pick", "settle", "sheet", "wide", "wrap",
]  # fmt: skip

HERE = Path(__file__).parent
SHEET = HERE / "govsim.mplstyle"
FONT = HERE / "fonts" / "govsim-cjk.otf"

COLOURS = ("#4d4d4d", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Of the arms in order; the first, which the others are compared with, is grey."""
QUIET = "#737373"
SHADE = "#ececec"

_KEY_ROW, _KEY_LETTERS = 0.20, 10.5
"""Height of a row of a key, inches; letters that the sample and the gap of an entry take."""
_TITLE_PT, _LINE_PT, _LETTER = 13.0, 9.0, 0.47


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


def settle(figure: Figure) -> None:
    """Lay out a figure once and for all.

    The layout is solved in floating point and differs in the last bits from process to process, and again each time
    a file is written; both would change the bytes.
    """
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    figure.set_layout_engine("none")
    for ax in figure.axes:
        ax.set_position(np.round(ax.get_position(original=True).bounds, 5).tolist())


def halo(text: Text) -> Text:
    """Let a text be read on data."""
    text.set_path_effects([Stroke(linewidth=2.5, foreground="white"), Normal()])
    return text


def pick(lang: str, text: Bilingual, between: str = " ") -> str:
    """Pick a language, or put Chinese behind English."""
    en, zh = text.en, text.zh
    if lang == "en" or not zh or en == zh:
        return en
    return zh if lang == "zh" else f"{en}{between}{zh}"


def light(colour: str) -> float:
    """How light a colour is, 0 to 1 (relative luminance)."""
    red, green, blue = (part**2.2 for part in to_rgb(colour))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def wide(text: str) -> float:
    """Width of a line in Latin letters of a mean width; a Chinese character is as wide as two and a bit."""
    return sum(2.2 if unicodedata.east_asian_width(c) in "WF" else 1.0 for c in text)


def wrap(text: str, width: float) -> list[str]:
    """Break a text into as few lines as it needs, about equally long.

    It is broken where `sim.fold` says.

    Parameters
    ----------
    text : str
    width : float
        Of a line, in Latin letters.
    """
    lines = fold(text, width, wide)
    while len(lines) > 1 and width > 20 and len(shorter := fold(text, width - 4, wide)) == len(lines):
        lines, width = shorter, width - 4
    return lines


def _rows_of_key(key: Sequence[Artist], width: float) -> list[list[Artist]]:
    """Share the entries of a key out over rows that fit a width, inches."""
    if not key:
        return []
    letters = max(wide(str(artist.get_label())) for artist in key)
    whole = sum(wide(str(artist.get_label())) + _KEY_LETTERS for artist in key) * _LINE_PT * _LETTER / 72
    across = len(key) if whole < width else int(width * 72 / (_LINE_PT * _LETTER) / (letters + _KEY_LETTERS))
    down = math.ceil(len(key) / max(1, across))
    across = math.ceil(len(key) / down)  # as even as can be
    return [list(key[k : k + across]) for k in range(0, len(key), across)]


def by_column(rows: Sequence[Sequence[Artist]]) -> list[Artist]:
    """Order entries of rows as a legend takes them, column by column; what is missing at the end is left blank."""
    across = max(map(len, rows))
    whole = [[*row, *(Patch(color="none", label=" ") for _ in range(across - len(row)))] for row in rows]
    return [artist for column in zip(*whole, strict=True) for artist in column]


@dataclass(frozen=True)
class Page:
    """What all figures of a run share.

    Attributes
    ----------
    origin : Origin
    lang : {"en", "zh", "both"}
    names : dict label -> str
        Chinese names of the arms; in English an arm is called by its label.
    """

    origin: Origin
    lang: str = "en"
    names: Mapping[str, str] = field(default_factory=dict)

    def pick(self, text: Bilingual, between: str = " ") -> str:
        """Pick the language of the page.

        Parameters
        ----------
        text : Bilingual
        between : str
            What parts the two languages where both are shown.
        """
        return pick(self.lang, text, between)

    def say(self, key: str, between: str = " ", **values: Any) -> str:
        """Say a message of the catalogue in the language of the page."""
        return self.pick(say(key, **values), between)

    def unit(self, unit: str) -> str:
        """Name a unit in the language of the page."""
        return self.pick(word("units", unit))

    def arm(self, label: str) -> str:
        """Name an arm."""
        return self.pick(self.called(label))

    def called(self, label: str) -> Bilingual:
        """Name an arm in both languages."""
        return Bilingual(self.arm_in("en", label), self.arm_in("zh", label))

    def arm_in(self, lang: str, label: str) -> str:
        """Name an arm in English (its label, as typed on the command line) or in Chinese, packages shortly."""
        if lang == "en":
            return short_names(self.origin.arms).get(label, label)
        chinese = {arm: self.names.get(arm, arm_name(arm).zh) for arm in self.origin.arms}
        return short_names(list(chinese.values()), MOST // 2, PACKAGE_ZH).get(chinese.get(label, label), label)

    def ribbon(self, ax: Axes, arm: str, x: Array, mean: Array, low: Array, high: Array) -> None:
        """Draw an arm as a line with its band; the eighth arm and later ones are dashed."""
        dash = "--" if self.origin.arms.index(arm) >= len(COLOURS) else "-"
        if np.isfinite(low).any():
            ax.fill_between(x, low, high, color=self.colour(arm), alpha=0.16, linewidth=0)
        ax.plot(x, mean, dash, color=self.colour(arm), label=self.arm(arm))

    def legend_above(self, ax: Axes) -> None:
        """Name the arms above the axes, in as few rows as fit."""
        longest = max(wide(self.arm(arm)) for arm in self.origin.arms)
        columns = max(1, int(110 / (longest + 8)))
        ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=columns, borderaxespad=0.2)

    def less(self, first: str) -> str:
        """Head a panel of paired differences."""
        return self.say("report.less", first=self.called(first))

    def colour(self, label: str) -> str:
        """Colour of an arm, the same in all figures."""
        return COLOURS[self.origin.arms.index(label) % len(COLOURS)]

    def figure(
        self,
        size: tuple[float, float],
        title: Bilingual,
        note: Sequence[Bilingual] = (),
        key: Sequence[Artist] = (),
    ) -> Figure:
        """Make an empty figure with title, subtitle, key and foot note; axes go in between.

        Parameters
        ----------
        size : (width, height) of the space for axes, inches
            The figure is higher by what the texts need.
        title : Bilingual
        note : sequence of Bilingual
        key : sequence of Artist
            Of a legend in one row under the axes.
        """
        width, letters = size[0], int(size[0] * 72 / (_LINE_PT * _LETTER))
        both, sentences = ("en", "zh") if self.lang == "both" else (self.lang,), joined(note, " ")
        heading = wrap(self.pick(title), int(letters * _LINE_PT / _TITLE_PT))
        under = [line for lang in both for line in wrap(pick(lang, self.origin.subtitle()), letters)]
        rows = _rows_of_key(key, width)
        foot = [line for lang in both if note for line in wrap(pick(lang, sentences), letters)]
        tall, low = _TITLE_PT * 1.35 / 72, _LINE_PT * 1.4 / 72
        head = 0.12 + len(heading) * tall + 0.03 + len(under) * low + 0.22
        feet = 0.08 + len(foot) * low + 0.04 if foot else 0.04
        tail = feet + (0.12 + _KEY_ROW * len(rows) if key else 0.0)
        height = size[1] + head + tail
        made = Figure(figsize=(width, height), layout="constrained")
        space = (0.04 / width, tail / height, 1.0 - 0.08 / width, 1.0 - (head + tail) / height)
        made.set_layout_engine("constrained", rect=space)
        left = 0.10 / width
        made.text(left, 1 - 0.12 / height, "\n".join(heading), fontsize=_TITLE_PT, va="top", linespacing=1.35)
        at = 1 - (0.12 + len(heading) * tall + 0.03) / height
        grey: dict[str, Any] = {"fontsize": _LINE_PT, "color": QUIET, "linespacing": 1.4}
        made.text(left, at, "\n".join(under), va="top", **grey)
        if foot:
            made.text(left, 0.06 / height, "\n".join(foot), va="bottom", **grey)
        if key:
            made.legend(
                handles=by_column(rows), loc="lower left", bbox_to_anchor=(left, feet / height),
                ncols=max(map(len, rows)), borderaxespad=0.0, borderpad=0.3, fontsize=_LINE_PT, columnspacing=1.4,
            ).set_in_layout(False)  # fmt: skip
        return made
