"""Rows of what is listed: one dict each, printed as JSON as it stands, or as a table of some of its entries."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sim.i18n import in_force, word, words
from sim.parameters.param import ParamInfo

Row = dict[str, Any]


def said(en: str, zh: str, between: str = " ") -> str:
    """Pick the language in force; English where there is no Chinese."""
    if in_force() == "en" or not zh:
        return en
    return zh if in_force() == "zh" else f"{en}{between}{zh}"


def parameter(info: ParamInfo, name: str) -> Row:
    """Make the row of a parameter, under a name that says as much of its owner as is not said around it."""
    return {
        "name": name,
        "default": info.default,
        "unit": info.unit,
        "low": info.low,
        "high": info.high,
        "allowed": info.allowed,
        "basis": info.basis,
        "source": info.source,
        "meaning": info.doc,
        "meaning_zh": info.zh or words()["meanings"].get(info.doc, ""),
    }


def span(row: Row) -> str:
    """Write the plausible range of a parameter."""
    return "" if row["low"] is None else f"{row['low']:g}..{row['high']:g}"


def meaning(row: Row) -> str:
    """Say what a number means."""
    return said(row["meaning"], row["meaning_zh"])


def known(name: str, room: str) -> Callable[[Row], str]:
    """Show an entry that is a fixed word."""
    return lambda row: word(room, str(row[name]))


def called(row: Row, name: str = "title") -> str:
    """Name what is typed as it is typed; beside it its Chinese name, unless English alone is spoken."""
    return row["name"] if in_force() == "en" or not row[f"{name}_zh"] else f"{row['name']} {row[f'{name}_zh']}"


def entry(name: str) -> Callable[[Row], str]:
    """Show an entry as it is."""
    return lambda row: str(row[name])


def print_json(told: Row | Sequence[Row]) -> None:
    """Print rows for machines."""
    print(json.dumps(told, ensure_ascii=False))
