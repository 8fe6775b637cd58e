"""Names that may become folders: on every system, below the folder of results, and visible."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 200
"""Of a name; file systems take 255, and drafts of files add to it."""
FORBIDDEN = '<>:"/\\|?*'
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE | re.DOTALL
)
ALLOWED = f"a name of a folder: no {' '.join(FORBIDDEN)}, no invisible characters, up to {MOST_BYTES} bytes"


def fault_of(name: str) -> str:
    """Say why a name cannot be a folder's on every system; empty if it can.

    Parameters
    ----------
    name : str
    """
    if invisible := invisible_in(name):
        return invisible
    if bad := [c for c in FORBIDDEN if c in name]:
        return f"it has a {bad[0]}"
    if name != name.strip():
        return "it begins or ends with a space"
    if name.endswith("."):
        return "it ends with a dot"
    if _RESERVED.fullmatch(name):
        return "Windows keeps this name for a device"
    if (size := len(name.encode())) > MOST_BYTES:
        return f"it is {size} bytes long"
    return ""


def invisible_in(text: str) -> str:
    """Say which character of a text is none that can be seen or written; empty if none is."""
    for c in text:
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return f"it has the invisible character U+{ord(c):04X}"
    return ""
