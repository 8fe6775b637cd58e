"""A case is born in one function, whoever brings it."""

from __future__ import annotations

import numpy as np

from sim.kernel.birth import Birth, bear, birth_of
from sim.state.cases import Cases, Channel, Status
from sim.state.table import record_type

PROBLEM = Birth(7, 3, 75.5, 11, 2, 5, 1, 4, 2, 0, 3, 2)


def test_a_case_is_what_was_said_and_blank_elsewhere() -> None:
    cases, blank = Cases(2), Cases(1)
    cases.passes[0], cases.helped[0] = 3, 1  # scrap of an earlier case
    bear(cases.rows, cases.blank, 0, PROBLEM, int(Status.SILENT), int(Channel.REPORT), -1, 0, 9900)
    said = {
        "index": 7, "born": 3, "t_occur": 75.5, "resident": 11, "vulnerable": 2, "cell": 5, "community": 1,
        "category": 4, "layer": 2, "urgency": 0, "limit_class": 0, "cost_fen": 9900,
    }  # fmt: skip
    for name in Cases.SPEC:
        expected = np.asarray(said.get(name, getattr(blank, name)[0]))
        assert np.array_equal(getattr(cases, name)[0], expected, equal_nan=expected.dtype.kind == "f"), name


def test_a_second_report_is_of_the_same_problem_and_costs_nothing() -> None:
    cases = Cases(2)
    bear(cases.rows, cases.blank, 0, PROBLEM, int(Status.TOLD), int(Channel.REPORT), -1, 0, 9900)
    cases.urgency[0], cases.level[0] = 1, 2  # what became of the first is not the second's
    again = birth_of(cases.rows, 0)
    assert tuple(again) == PROBLEM
    bear(cases.rows, cases.blank, 1, again, int(Status.TOLD), int(Channel.DUPLICATE), 0, 16, 0)
    assert (cases.parent[1], cases.life[1], cases.level[1], cases.cost_fen[1], cases.urgency[1]) == (0, 16, 0, 0, 0)


def test_a_record_has_twelve_words_of_sixteen_bytes() -> None:
    """The kernel waits for memory, so a wider record is paid for with every event."""
    assert record_type(Cases.SPEC).itemsize == 192
