"""The Chinese characters of a page, cut out of the bundled font: a page reads the same where there is no such font."""

from __future__ import annotations

import base64
import io
from functools import cache
from pathlib import Path

FONT = Path(__file__).parent.parent / "report" / "fonts" / "govsim-cjk.otf"
FIRST = 0x2E80
"""Characters before it are in every font."""
FAMILY = "govsim CJK"


def font_style(text: str) -> str:
    """CSS that carries the Chinese characters of a text; empty where there are none.

    Parameters
    ----------
    text : str
        The page. A character that the bundled font has not (a rare place name) is left to the system's fonts.
    """
    needed = tuple(sorted(c for c in set(text) if ord(c) >= FIRST))
    if not needed:
        return ""
    woff = base64.b64encode(cut(needed)).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff;base64,{woff}) format("woff");'
        f"unicode-range:U+{FIRST:X}-FFFF}}"
    )


@cache
def cut(characters: tuple[str, ...]) -> bytes:
    """A font of some characters as woff: every browser reads it, and it needs no further package."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(FONT, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in characters])
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def gaps(text: str) -> set[str]:
    """Chinese characters of a text that the bundled font has not."""
    from fontTools.ttLib import TTFont

    there = TTFont(FONT, lazy=True).getBestCmap()
    return {c for c in set(text) if ord(c) >= FIRST and ord(c) not in there}
