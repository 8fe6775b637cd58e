"""A task: one configuration, one replication, one identity of the code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.config.run import RunConfig, digest_of, parse, with_no_path
from sim.measures import MEASURES


@dataclass(frozen=True, slots=True)
class Task:
    """What one row of ``runs`` was made of.

    Attributes
    ----------
    tree : str
        Canonical JSON of all values that move numbers (`RunConfig.canonical`).
    replication : int
    code : str
        `sim.store.code.identity`.
    """

    tree: str
    replication: int
    code: str

    @property
    def cell(self) -> str:
        """Hash of the configuration: replications of one cell differ in their fate only."""
        return cell_of(self.tree)

    @property
    def id(self) -> str:
        """Hash of the task."""
        return hashlib.sha256(f"{with_no_path(self.tree)}|{self.replication}|{self.code}".encode()).hexdigest()[:16]


def cell_of(tree: str) -> str:
    """Hash a canonical tree, 12 hexadecimal digits."""
    return digest_of(tree)


def tree_of(text: str) -> dict[str, Any]:
    """Read a canonical tree."""
    return dict(json.loads(text))


def config_of(tree: str) -> RunConfig:
    """Make the configuration of a canonical tree."""
    return parse(json.loads(tree))


def bits_of(measures: Mapping[str, float]) -> str:
    """Hash the bits of all measures, so that a row can be compared with one lived elsewhere."""
    return bits_of_rows({name: np.array([measures[name]]) for name in MEASURES})[0]


def bits_of_rows(columns: Mapping[str, Any]) -> list[str]:
    """Hash the bits of all measures of every row; see `bits_of`.

    Parameters
    ----------
    columns : mapping measure -> array [rows]
    """
    values = np.column_stack([np.asarray(columns[name], np.float64) for name in MEASURES])
    values[np.isnan(values)] = np.nan  # one kind of nan
    return [hashlib.sha256(row.tobytes()).hexdigest()[:16] for row in values.astype("<f8", order="C")]
