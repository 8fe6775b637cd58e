"""Sentences about records."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.i18n import speaking
from sim.records import phrases
from tests.records.made import imported, of_preset, rows, text


@pytest.mark.parametrize(
    ("value", "sd", "told"),
    [
        (52.4, 5.5, ("52.4", "5.5")), (0.133, 0.047, ("0.133", "0.047")), (6777.4, 93.0, ("6,777", "93")),
        (12345.0, 678.0, ("12,345", "678")), (3.0, float("nan"), ("3", "nan")), (-2.6, 2.2, ("-2.6", "2.2")),
    ],
)  # fmt: skip
def test_a_number_has_two_figures_of_its_sd(value: float, sd: float, told: tuple[str, str]) -> None:
    assert phrases.digits(value, sd) == told


def test_what_a_file_may_not_be_used_for_follows_from_what_it_is(tmp_path: Path) -> None:
    whole, part = (imported(tmp_path, text(table)).learned for table in (rows(2000), rows(2000)[::7]))
    with speaking("en"):
        rates = [sum("per resident" in line for line in phrases.uses_not(found)) for found in (whole, part)]
        told = list(phrases.uses_not(whole))
    assert rates == [0, 1]
    assert any("nobody reported" in line for line in told)
    assert any("kinds it is meant for" in line for line in told)
    assert any("rank communities" in line for line in told)


def test_counts_of_rules_are_told_and_none_that_is_zero(tmp_path: Path) -> None:
    table = rows(60)
    table[3][1], table[4][4], table[5] = "", "测试", table[6]
    with speaking("en"):
        told = " ".join(phrases.rules(imported(tmp_path, text(table))))
    assert (
        "Left out: 1 without a time of report that can be read; 1 whose case number comes again later; 1 tests." in told
    )
    assert " 0 " not in told


def test_the_measures_and_every_stage_of_a_full_file_have_a_sentence_in_both_languages(tmp_path: Path) -> None:
    found = imported(tmp_path, of_preset("grid_centre")).learned
    for language, said in (("en", "median 48.0 h, 90th percentile 3.0 d."), ("zh", "中位数48.0小时，90%分位3.0天。")):
        with speaking(language):
            lines = [*phrases.when(found), *phrases.what(found), *phrases.how(found)]
        assert any(said in line for line in lines)
        assert not [line for line in lines if "nan" in line or "{" in line]
