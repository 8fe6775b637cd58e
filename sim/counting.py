"""Numbers of things in words: 1 day, 2 days."""

from __future__ import annotations


def count(n: int, one: str) -> str:
    """Say how many there are of something, e.g. 1 day, 2 days, 3 communities."""
    many = f"{one[:-1]}ies" if one.endswith("y") and one[-2] not in "aeiou" else f"{one}s"
    return f"{n:,} {one if n == 1 else many}"
