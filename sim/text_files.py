"""Text files that others wrote: read whatever their editor made of them, or say in words why not."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from sim.errors import PlaceError
from sim.i18n import joined, say

UTF_8, UTF_16, GB_18030 = "UTF-8", "UTF-16", "GB 18030"


def read_text(path: Path, most: int) -> tuple[str, str]:
    """Read a file as UTF-8 (with or without a mark), as UTF-16 if it begins with its mark, else as GB 18030.

    Parameters
    ----------
    path : Path
    most : int
        Largest size, bytes.

    Returns
    -------
    text, encoding
        The encoding is ``UTF-8``, ``UTF-16`` or ``GB 18030`` (of which GBK and GB 2312 are parts).

    Raises
    ------
    PlaceError
        If there is no such file, it may not be read, is larger than `most` or is no text; without the file's name.
    """
    try:
        # not `exists`, which says no to a name that is too long on some Pythons
        if not stat.S_ISREG(path.stat().st_mode):
            raise PlaceError(say("text.no_file"))
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise PlaceError(say("text.missing")) from None
    except (OSError, ValueError) as error:
        if isinstance(error, PlaceError):
            raise
        raise PlaceError(say("text.unread", why=getattr(error, "strerror", None) or error)) from None
    if len(raw) > most:
        raise PlaceError(say("text.large", most=most))
    text, encoding = decode(raw)
    if "\0" in text:
        raise PlaceError(say("text.no_text"))
    return text, encoding


def decode(raw: bytes) -> tuple[str, str]:
    """Decode bytes by the rules of `read_text`.

    Raises
    ------
    PlaceError
        If they are none of the three.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ((UTF_16, "utf-16"),)
    else:
        tried = ((UTF_8, "utf-8-sig"), (GB_18030, "gb18030"))  # type: ignore[assignment]
    for encoding, codec in tried:
        try:
            return raw.decode(codec), encoding
        except UnicodeDecodeError:
            continue
    names = joined((encoding for encoding, _ in tried), " nor ")
    raise PlaceError(say("text.neither", names=names) if len(tried) > 1 else say("text.broken", names=names))
