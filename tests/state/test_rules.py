"""The rule sheet knows its rules by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from sim.errors import UnknownNameError
from sim.state.rules import RULES, RuleSheet

USED = [
    (file.name, name)
    for file in sorted(Path(sim.__file__).parent.rglob("*.py"))
    for name in re.findall(r'rules\["(\w+)"\]', file.read_text(encoding="utf-8"))
]


def test_a_misspelt_rule_is_an_error_in_words() -> None:
    with pytest.raises(UnknownNameError, match=r"no rule 'reprot' .*did you mean report") as found:
        RuleSheet(2)["reprot"]
    assert found.value.__cause__ is None
    assert found.value.__suppress_context__


def test_every_rule_that_a_lever_or_a_mechanism_names_is_there_also_where_it_seldom_acts() -> None:
    assert len(USED) > 100
    assert [(file, name) for file, name in USED if name not in RULES] == []
