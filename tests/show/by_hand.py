"""Two communities of three cells, and stamps of cases written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.geography.lattice import lattice
from sim.show.stamps import Ground, Stamps

NEVER = -1


def ground(**changes: Any) -> Ground:
    """Three cells in a row; the third one is a community of its own, in a street of its own."""
    said: dict[str, Any] = {
        "cells": lattice(3), "community": np.array([0, 0, 1], np.int32),
        "street_of_community": np.array([0, 1], np.int32),
        "residents": np.array([100, 100, 200]),
        "community_names": ("C01", "Lotus Court"), "street_names": ("S1", "S2"),
    }  # fmt: skip
    return Ground(**said | changes)


def stamps(cases: Sequence[dict[str, int]], days: int = 40, grids: Any = None) -> Stamps:
    """Cases by cell, occur, accept, contact, end (days, absent is never), wait_s and original (absent is yes)."""

    def column(name: str, absent: int) -> Any:
        return np.array([case.get(name, absent) for case in cases], np.int32)

    return Stamps(
        days=days,
        **{name: column(name, days) for name in ("occur", "accept", "contact", "end")},
        cell=column("cell", 0),
        wait_s=column("wait_s", 0),
        original=column("original", 1).astype(np.bool_),
        satisfaction=np.tile([0.75, 0.8], (days, 1)),
        grids=grids or ((0, np.array([0, 0, 1], np.int32)),),
    )
