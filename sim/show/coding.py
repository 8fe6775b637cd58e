"""Frames as text: a value in a byte, each day less the day before, packed, written in letters.

Differences of days pack to half of what the days do. Browsers unpack gzip themselves.
"""

from __future__ import annotations

import gzip
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass

import numpy as np

from sim.types import Array, Floats

STEPS = 250
NOTHING = 255
"""A byte that is no value: nothing to show."""
POWERS = {"linear": 1.0, "sqrt": 2.0}
_AS_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Coding:
    """How values are kept in bytes: byte q is lo + (hi - lo) (q / 250)^p, p = 1 (linear) or 2 (sqrt).

    A value outside is kept as the nearer end.
    """

    name: str
    lo: float
    hi: float

    def encode(self, values: Floats) -> Array:
        """Values as bytes, of the same shape; nan is `NOTHING`."""
        share = np.clip((values - self.lo) / (self.hi - self.lo), 0.0, 1.0)
        if self.name == "sqrt":
            share = np.sqrt(share)
        share *= STEPS
        share[np.isnan(share)] = NOTHING
        return np.rint(share).astype(np.uint8)

    def decode(self, coded: Array) -> Floats:
        """Bytes as values."""
        share = coded.astype(np.float64) / STEPS
        values: Floats = self.lo + (self.hi - self.lo) * share ** POWERS[self.name]
        values[coded == NOTHING] = np.nan
        return values


def packed_days(coded: Array) -> str:
    """Pack bytes [days, n] as differences of days, modulo 256."""
    changed = coded.copy()
    changed[1:] -= coded[:-1]
    # They repeat little but single bytes: the usual search for repeats takes ten times as long, and the file is longer.
    return b64encode(_pressed(changed.tobytes(), zlib.Z_HUFFMAN_ONLY)).decode()


def packed(numbers: Array) -> str:
    """Pack whole numbers, 4 bytes each, lowest first."""
    return b64encode(_pressed(numbers.astype("<i4").tobytes(), zlib.Z_DEFAULT_STRATEGY)).decode()


def _pressed(plain: bytes, way: int) -> bytes:
    """As a gzip file whose date is 0."""
    press = zlib.compressobj(6, zlib.DEFLATED, _AS_GZIP, strategy=way)
    return press.compress(plain) + press.flush()


def unpacked_days(text: str, n: int) -> Array:
    """Read what `packed_days` wrote, [days, n]."""
    changed = np.frombuffer(gzip.decompress(b64decode(text)), np.uint8).reshape(-1, n)
    return np.cumsum(changed, axis=0, dtype=np.uint8)


def unpacked(text: str) -> Array:
    """Read whole numbers that `packed` wrote."""
    return np.frombuffer(gzip.decompress(b64decode(text)), "<i4")
