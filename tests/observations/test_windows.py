"""Windows: days, dates, months, years, and where they lie in a run."""

from __future__ import annotations

from datetime import date

import pytest

from sim.config.run import load
from sim.observations.windows import Window, read_window, run_for


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Window()),
        ("90..365", Window((90, 365))),
        ("90 .. 365", Window((90, 365))),
        ("days 0..180", Window((0, 180))),
        ("第90至365天", Window((90, 365))),
        ("2023-01..2023-06", Window(None, (date(2023, 1, 1), date(2023, 6, 30)))),
        ("2024-02", Window(None, (date(2024, 2, 1), date(2024, 2, 29)))),
        ("2023", Window(None, (date(2023, 1, 1), date(2023, 12, 31)))),
        ("2023..2024", Window(None, (date(2023, 1, 1), date(2024, 12, 31)))),
        ("2023-01-05..2023-01-05", Window(None, (date(2023, 1, 5), date(2023, 1, 5)))),
        ("2018/9/4..2018.12.1", Window(None, (date(2018, 9, 4), date(2018, 12, 1)))),
        ("365..90", None), ("90..90", None), ("2023-13", None), ("2023-06..2023-01", None), ("soon", None),
        ("1990-01..2023-01", None), ("2023-02-30", None), ("0..9999", None),
    ],
)  # fmt: skip
def test_windows_are_read(text: str, found: Window | None) -> None:
    assert read_window(text) == found
    if found is not None:
        assert read_window(str(found)) == found


def test_where_a_window_lies_in_a_run() -> None:
    plain = load("demo", days=365)
    dated = load("demo", days=365, start_date="2023-01-02")
    assert Window().in_run(plain) == (90, 365)
    assert Window((0, 365)).in_run(plain) == (0, 365)
    assert Window((0, 366)).in_run(plain) is None
    months = read_window("2023-02..2023-03")
    assert months is not None
    assert months.in_run(dated) == (30, 89)
    assert months.in_run(plain) is None
    before = read_window("2023-01")
    assert before is not None
    assert before.in_run(dated) is None


def test_the_shortest_run_that_holds_windows() -> None:
    start, days = run_for([(date(2023, 1, 1), date(2023, 6, 30)), (date(2023, 7, 1), date(2023, 7, 1))], 90)
    assert start == "2022-10-03"  # a Monday, 90 days before
    config = load("demo", days=days, start_date=start)
    for text in ("2023-01..2023-06", "2023-07-01..2023-07-01"):
        window = read_window(text)
        assert window is not None
        found = window.in_run(config)
        assert found is not None
        assert found[0] >= 90
    assert found[1] == config.run.days
