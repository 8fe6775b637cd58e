"""An import of a million rows of records."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.line import Line
from tests.records.million import measured


def lines(full: bool) -> Iterator[Line]:
    """Say everything about records."""
    size, cpu, memory, _ = measured()
    name = f"govsim import cases, a million rows ({size:.0f} MB in GB 18030)"
    yield Line(f"{name}: CPU", cpu, "s", at_most=12.0)
    yield Line(f"{name}: most memory", memory / 1e3, "GB", at_most=0.7)
