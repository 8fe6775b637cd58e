"""Names that may become folders: on every system, below the folder of results, and visible."""

from __future__ import annotations

import re
import unicodedata

from sim.i18n import say

MOST_BYTES = 200
"""Of a name; file systems take 255, and drafts of files add to it."""
FORBIDDEN = '<>:"/\\|?*'
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE | re.DOTALL
)
ALLOWED = say("folder.allowed", signs=" ".join(FORBIDDEN), most=MOST_BYTES)


def fault_of(name: str) -> str:
    """Say why a name cannot be a folder's on every system; empty if it can.

    Parameters
    ----------
    name : str
    """
    if invisible := invisible_in(name):
        return invisible
    if bad := [c for c in FORBIDDEN if c in name]:
        return say("folder.has", sign=bad[0])
    if name != name.strip():
        return say("folder.space")
    if name.endswith("."):
        return say("folder.dot")
    if _RESERVED.fullmatch(name):
        return say("folder.device")
    if (size := len(name.encode())) > MOST_BYTES:
        return say("folder.long", size=size)
    return ""


def invisible_in(text: str) -> str:
    """Say which character of a text is none that can be seen or written; empty if none is."""
    for c in text:
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return say("folder.invisible", code=ord(c))
    return ""
