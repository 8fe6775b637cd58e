"""What can be counted exactly about speed may not rise by more than a twentieth over the last row of the history."""

from __future__ import annotations

import pytest

from sim import jit
from tests.bench.counters import compiled_calls, counters, python_calls
from tests.bench.history import COLUMNS, append, rows, warnings

MOST = 1.05


@pytest.mark.skipif(not jit.enabled(), reason="nothing is compiled")
def test_calls_and_bytes_do_not_rise() -> None:
    last, now = rows()[-1], counters()
    for name in ("pycalls_day", "compiled_day", "case_bytes"):
        assert float(now[name]) <= MOST * float(last[name]), f"{name} rose; if it must, make bench adds a new row"


def test_calls_are_counted() -> None:
    def inner() -> None:
        pass

    assert python_calls(lambda: [inner() for _ in range(5)]) in (6, 7)  # a comprehension is a call before Python 3.12


@pytest.mark.skipif(not jit.enabled(), reason="nothing is compiled")
def test_compiled_calls_are_counted() -> None:
    from sim import rng

    function = rng.uniforms
    with compiled_calls() as compiled:
        for _ in range(3):
            rng.uniforms(1, 2, 0, 5, 0, 1, 0)
    assert compiled.calls == 3
    assert rng.uniforms is function


def test_a_row_is_added_and_a_slow_one_is_said(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "bench" / "history.csv"
    new: dict[str, object] = dict.fromkeys(COLUMNS, 1.0)
    append(new, file)
    append({**new, "w_ref": 1.09}, file)
    assert [row["w_ref"] for row in rows(file)] == ["1.0", "1.09"]
    assert warnings({**new, "xialu_ref": 1.2}, rows(file)) == ["xialu_ref: 1.2 against 1 of late"]
    assert warnings(new, []) == []
