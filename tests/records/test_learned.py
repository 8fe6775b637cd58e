"""What is learned, on cases whose answer is known by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.records.made import imported, rows, text


def test_a_part_of_the_numbers_is_told_as_a_part(tmp_path: Path) -> None:
    whole = rows(2000)
    part = imported(tmp_path, text(whole[::5])).learned
    assert part.filled == pytest.approx(0.2, abs=0.01)
    assert part.counts_all is False
    told = imported(tmp_path, text(whole[::5]), total=2000.0).learned
    assert (told.counts_all, told.times) == (True, pytest.approx(5.0))
    assert imported(tmp_path, text(whole)).learned.counts_all
    letters = [["A" + row[0], *row[1:]] for row in whole]
    assert imported(tmp_path, text(letters)).learned.counts_all is None  # nothing says so


def test_shares_are_of_what_residents_told(tmp_path: Path) -> None:
    table = rows(1000)
    for row in table[::2]:
        row[2], row[5] = "网格员巡查", "暴露垃圾"
    found = imported(tmp_path, text(table)).learned
    assert found.found is not None
    assert found.found.value == pytest.approx(50.0)
    assert found.rhythm is not None
    assert found.volume is not None
    assert found.volume.value == pytest.approx(found.rhythm.volume.value / 2.0)
    told = [row[5] for row in table[1::2]]
    assert found.shares["facilities"].value == pytest.approx(100.0 * told.count("路灯") / 500)


def test_what_repeats_another_has_no_course_of_its_own(tmp_path: Path) -> None:
    table = rows(1000)
    for row in table[::5]:  # a fifth repeats, and is said to be late
        row[3], row[7] = "重复投诉", "0"
    found = imported(tmp_path, text(table)).learned
    assert found.repeats is not None
    assert found.on_time is not None
    assert (found.repeats.value, found.on_time.n) == (pytest.approx(20.0), 800)
    late = sum(row[7] == "0" for k, row in enumerate(table) if k % 5)
    assert found.on_time.value == pytest.approx(100.0 * (1.0 - late / 800))


def test_categories_are_held_against_all(tmp_path: Path) -> None:
    table = rows(1000)
    for row in table:
        row[7] = "0" if row[5] == "路灯" else "1"
    found = imported(tmp_path, text(table)).learned
    assert found.gaps["facilities"].value == pytest.approx(-80.0)
    assert found.gaps["property"].value == pytest.approx(20.0)
    assert found.counted == {"communities": 3}
    assert (len(found.areas), found.unplaced) == (3, 0)


def test_what_was_answered_alone_says_nothing_of_rates(tmp_path: Path) -> None:
    days = [f"2024-{m:02d}-{d:02d} 10:00:00" for m in (1, 2, 3) for d in range(1, 29)]
    pairs = [[day, day.replace("10:00", "22:00")] for day in days]
    found = imported(tmp_path, text(pairs, ("asked_at", "answered_at"))).learned
    assert (found.answered_only, found.kept.window, found.rates, found.counts_all) == (True, None, {}, False)
    assert found.stages[0].median.value == 12.0
