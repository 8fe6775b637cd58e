"""Published tables: each arm against its own, and what a page tells of it."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.studies.published import BEGIN, END, as_markdown, changes, with_table

RUNS = pd.DataFrame(
    {
        "arm": ["as_is"] * 3 + ["surge"] * 3 + ["ready"] * 3,
        "replication": [0, 1, 2] * 3,
        "response_mean": [10.0, 12.0, 14.0, 20.0, 22.0, 24.0, 15.0, 17.1, 18.9],
        "silent": [50.0, 50.0, 50.0, 40.0, 50.0, 60.0, 40.001, 50.0, 60.002],
    }
)
AGAINST = {"as_is": "as_is", "surge": "as_is", "ready": "surge"}
NAMES = ["response_mean", "silent"]


def test_every_arm_is_compared_with_its_own() -> None:
    found = changes(RUNS, AGAINST, NAMES)
    told = found.set_index(["arm", "against", "measure"])
    assert told.change["surge", "as_is", "response_mean"] == 10.0
    assert told.change["ready", "surge", "response_mean"] == pytest.approx(-5.0)
    assert told.before["ready", "surge", "response_mean"] == 22.0
    assert told.settled["ready", "surge", "silent"] == "same"
    assert set(found.pairs) == {3}
    assert "as_is" not in set(found.arm)


def test_a_page_marks_what_is_too_small_and_what_is_not_settled() -> None:
    assert as_markdown(changes(RUNS, AGAINST, NAMES), NAMES).splitlines() == [
        "| arm | against | response time, mean, h | problems never heard of, % |",
        "| --- | --- | ---: | ---: |",
        "| (as_is) | | (12.00) | (50.00) |",
        "| surge | as_is | +10.00 | +0.00? |",
        "| (surge) | | (22.00) | (50.00) |",
        "| ready | surge | -5.00 | +0.00= |",
    ]


def test_what_was_not_measured_is_a_dash() -> None:
    runs = RUNS.assign(response_mean=float("nan"))
    assert "| surge | as_is | - | +0.00? |" in as_markdown(changes(runs, AGAINST, NAMES), NAMES)
    silent = changes(RUNS, AGAINST, ["silent"])
    assert "| surge | as_is | - | +0.00? |" in as_markdown(silent, NAMES)


def test_a_table_takes_the_place_of_the_one_before() -> None:
    page = f"before\n\n{BEGIN}\nold\n{END}\n\nafter\n"
    assert with_table(page, "new") == f"before\n\n{BEGIN}\nnew\n{END}\n\nafter\n"
    assert with_table(with_table(page, "new"), "new") == with_table(page, "new")
    with pytest.raises(ValueError, match="no <!-- table"):
        with_table(f"{END}{BEGIN}", "new")
