"""Compiled functions are handed plain arrays of records: a record array costs six times as much at their door."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from sim import jit
from tests.places import small


def parts(value: Any) -> Iterator[Any]:
    """Look into tuples, which compiled functions take whole."""
    if isinstance(value, tuple):
        for part in value:
            yield from parts(part)
    else:
        yield value


@pytest.mark.skipif(not jit.enabled(), reason="plain Python reads the columns of record arrays")
def test_no_compiled_function_is_handed_a_record_array(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core.dispatcher import Dispatcher

    def live() -> None:
        small(
            "grid_redivision", "smart_community", population=600, days=30, needs={"requests_per_year": 12.0},
            policies={"grid_redivision": {"start_day": 2}},
        ).live(30)  # fmt: skip

    live()  # compiled functions call each other, and are compiled at their first call
    called, wrong = set(), set()

    def watched(name: str, function: Any) -> Any:
        def call(*arguments: Any) -> Any:
            called.add(name)
            if any(isinstance(part, np.recarray) for part in parts(arguments)):
                wrong.add(name)
            return function(*arguments)

        return call

    for module in [module for name, module in sys.modules.items() if name.startswith("sim.")]:
        for name, value in vars(module).copy().items():
            if isinstance(value, Dispatcher):
                monkeypatch.setattr(module, name, watched(name, value))
    live()
    assert wrong == set()
    assert {"_day", "pay_waiting", "hand_over", "_arise", "_find_and_speak", "_false_alarms"} <= called
