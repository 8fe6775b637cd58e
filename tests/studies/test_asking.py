"""From arms to a question, and where its folder lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.config.run import load
from sim.store.asks import ALL, read_ask, write_ask
from sim.store.folder import TABLES
from sim.studies.asking import WHOLE, ask_of, folder_of
from tests.studies.folders import question


def test_the_folder_is_called_by_the_place_or_as_was_said() -> None:
    assert folder_of(load("demo")) == Path("results/demo")
    assert folder_of(load("demo", into="winter", results_dir="/tmp/x")) == Path("/tmp/x/winter")


def test_a_comparison_keeps_the_cases_of_its_first_pairs_whole() -> None:
    compared, run = question(9, tables=True, case_rows=7), question(9, [], tables=True, case_rows=7)
    assert [compared.cases_of(k) for k in (0, WHOLE - 1, WHOLE)] == [ALL, ALL, 7]
    assert run.cases_of(0) == 7


def test_without_tables_nothing_is_kept_beside_measures() -> None:
    assert question(tables=True).tables == TABLES
    assert (question().tables, question().case_rows, question().whole) == ((), 0, 0)


def test_a_question_is_known_by_its_arms_and_how_often_not_by_how_it_was_typed() -> None:
    one = question(2)
    arms = dict(one.arms)
    assert ask_of("compare", arms, ["a", "b"], tables=True).digest() == one.digest()
    assert question(3).digest() != one.digest()
    assert ask_of("compare", dict(reversed(arms.items()))).digest() != one.digest()  # another first arm
    assert ask_of("run", {"baseline": arms["baseline"]}).digest() != one.digest()


@pytest.mark.parametrize("levers", [[], ["dual_report", "grid_redivision"]], ids=["one arm", "three"])
def test_a_question_reads_back_as_it_was_asked(levers: list[str], tmp_path: Path) -> None:
    ask = question(2, levers, tables=True, voice={"p_report": 0.4})
    write_ask(ask, tmp_path / "study.yaml")
    again = read_ask(tmp_path / "study.yaml").ask()
    assert again.cells == ask.cells
    assert again.digest() == ask.digest()
    assert (again.tables, again.case_rows, again.whole) == (ask.tables, ask.case_rows, ask.whole)
    assert again.first.said == ask.first.said  # who said what
    assert [arm.run.replications for arm in again.arms.values()] == [2] * len(again.arms)
