"""The files of the catalogue, read once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Message(NamedTuple):
    """What is said in each language."""

    en: str
    zh: str


def _rows(folder: str) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted((HERE / folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.stem, row


@cache
def messages() -> dict[str, Message]:
    """Every sentence, by ``room.key``.

    In the files a new line is written as it is, within quotes. ``{x}`` stands for a value, ``{x:+.3g}`` for a number
    written so, ``{n:day|days}`` for a number of things in English, ``{n:万}`` for a large number in Chinese.
    """
    return {f"{room}.{row['key']}": Message(row["en"], row["zh"]) for room, row in _rows("messages")}


@cache
def words() -> dict[str, dict[str, str]]:
    """Chinese of the model's fixed words, by room and English word."""
    found: dict[str, dict[str, str]] = {}
    for room, row in _rows("words"):
        found.setdefault(room, {})[row["en"]] = row["zh"]
    return found
