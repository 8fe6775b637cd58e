"""Which settings differ between configurations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_PARAMETER = ("place.sources", "place.title", "place.title_zh", "jobs", "results_dir", "replications", "case_rows")


def flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Lay a tree out by dotted keys; a list is one value."""
    found: dict[str, Any] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if name in NO_PARAMETER:
            continue
        if isinstance(value, Mapping):
            found |= flat(value, f"{name}.")
        else:
            found[name] = value
    return found


def varied(trees: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Settings that differ anywhere between the trees, with the value of each; a list is written with +.

    A setting that a tree does not have (the dose of a lever that does not act there) is None; it differs only if those
    that have it do not agree.
    """
    laid = {label: flat(tree) for label, tree in trees.items()}
    met: dict[str, Any] = {}
    differ: dict[str, None] = {}
    for tree in laid.values():
        for key, value in tree.items():
            if met.setdefault(key, value) != value:
                differ[key] = None
    return {label: {k: _cell(tree.get(k)) for k in differ} for label, tree in laid.items()}


def _cell(value: Any) -> Any:
    return "+".join(map(str, value)) if isinstance(value, (list, tuple)) else value
