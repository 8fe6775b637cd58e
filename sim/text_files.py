"""Text files that others wrote: read whatever their editor made of them, or say in words why not."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from sim.errors import PlaceError

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
            raise PlaceError("it is no file")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise PlaceError("there is no such file") from None
    except (OSError, ValueError) as error:
        if isinstance(error, PlaceError):
            raise
        raise PlaceError(f"it cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > most:
        raise PlaceError(f"it is larger than {most:,} bytes")
    text, encoding = decode(raw)
    if "\0" in text:
        raise PlaceError("it is no text, or UTF-16 without its mark; save it as UTF-8")
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
    names = " nor ".join(encoding for encoding, _ in tried)
    raise PlaceError(f"it is neither {names}; save it as UTF-8" if len(tried) > 1 else f"it is broken {names}")
