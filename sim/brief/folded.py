"""Parts of a page that are not seen until the reader picks them, pressed to a quarter; its script unpacks them."""

from __future__ import annotations

import gzip
import re
from base64 import b64decode, b64encode

_FOLDED = re.compile(r'<script type="text/plain" class="folded">([^<]*)</script>')


def pressed(plain: str) -> str:
    """Press a text into letters that may stand anywhere; the same text gives the same letters."""
    return b64encode(gzip.compress(plain.encode(), mtime=0)).decode()


def plain_of(letters: str) -> str:
    """Read what `pressed` wrote."""
    return gzip.decompress(b64decode(letters)).decode()


def folded(html: str) -> str:
    """Fold a piece of a page."""
    return f'<script type="text/plain" class="folded">{pressed(html)}</script>'


def unfolded(page: str) -> str:
    """The page as its script makes it."""
    return _FOLDED.sub(lambda found: plain_of(found[1]), page)
