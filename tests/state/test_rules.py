"""The rule sheet: (base + plus) x times, by dose, forgotten every morning."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.errors import UnknownNameError
from sim.state.rules import RULES, RuleSheet

DOSE = np.array([1.0, 0.5, 0.0])

USED = [
    (file.name, name)
    for file in sorted(Path(sim.__file__).parent.rglob("*.py"))
    for name in re.findall(r'rules\["(\w+)"\]', file.read_text(encoding="utf-8"))
]


def sheet(**base: float) -> RuleSheet:
    return RuleSheet(3, **base)


def test_sums_come_before_products_and_both_by_dose() -> None:
    rules = sheet(dispatch_h=4.0)
    rule = rules["dispatch_h"]
    rule.times(DOSE, 0.5)
    rule.add(DOSE, 2.0)
    rule.add(DOSE, -1.0)
    assert rule.value.tolist() == [4.0, 4.0, 4.0]  # not before it is settled
    rules.settle()
    # (4 + 1) / 2; (4 + 0.5) * 0.75; untouched
    assert rule.value.tolist() == [2.5, 3.375, 4.0]
    assert rules.rows.by_community["dispatch_h"].tolist() == [2.5, 3.375, 4.0]


def test_products_of_two_levers_multiply() -> None:
    rules = sheet(pay=1.0)
    rules["pay"].times(DOSE, 1.2)
    rules["pay"].times(DOSE, 0.5)
    rules.settle()
    assert rules["pay"].value == pytest.approx([0.6, 1.1 * 0.75, 1.0])


def test_a_part_of_a_rule_is_edited_alone() -> None:
    rules = sheet(solve=0.4, handoff=0.2)
    rules["solve"].add(DOSE, 0.1, at=(3, 2))
    rules["handoff"].times(DOSE, 0.0, at=5)
    rules.settle()
    expected = np.full((3, 8, 8), 0.4)
    expected[:, 3, 2] += 0.1 * DOSE
    assert rules["solve"].value == pytest.approx(expected)
    assert rules["handoff"].value[:, 5] == pytest.approx([0.0, 0.1, 0.2])
    assert (rules["handoff"].value[:, :5] == 0.2).all()


def test_an_amount_may_differ_by_value() -> None:
    rules = sheet(need=1.0)
    rules["need"].add(DOSE, np.arange(8.0))
    rules.settle()
    assert rules["need"].value == pytest.approx(1.0 + DOSE[:, None] * np.arange(8.0))


def test_every_morning_begins_with_the_base() -> None:
    rules = sheet(away=0.1)
    rules["away"].add(DOSE, 0.3)
    rules["away"].times(DOSE, 2.0)
    rules.settle()
    rules.reset()
    assert rules["away"].value.tolist() == [0.1, 0.1, 0.1]
    rules["away"].add(DOSE, 0.2)
    rules.settle()
    assert rules["away"].value == pytest.approx([0.3, 0.2, 0.1])


def test_what_nobody_edits_is_left_alone() -> None:
    rules = sheet()
    rules["skill"].value[:] = 0.7  # written beside the sheet
    rules.reset()
    rules.settle()
    assert rules["skill"].value.tolist() == [0.7] * 3


def test_base_values_are_defaults_unless_said() -> None:
    rules = sheet(merge=0.5)
    assert set(RULES) == {name for rows in rules.rows for name in rows.dtype.names}
    assert (rules["merge"].base == 0.5).all()
    assert (rules["relapse"].base == 1.0).all()
    assert rules["app"].value.shape == (3, 8, 3)
    assert rules["posts"].value.shape == (3, 14)  # six offices and eight departments


def test_a_misspelt_rule_is_an_error_in_words() -> None:
    with pytest.raises(UnknownNameError, match=r"no rule 'reprot' .*did you mean report") as found:
        RuleSheet(2)["reprot"]
    assert found.value.__cause__ is None
    assert found.value.__suppress_context__


def test_every_rule_that_a_lever_or_a_mechanism_names_is_there_also_where_it_seldom_acts() -> None:
    assert len(USED) > 100
    assert [(file, name) for file, name in USED if name not in RULES] == []
