"""Addresses of fate: no two decisions about a case, in whatever state it is, share a random number."""

from __future__ import annotations

from itertools import product

from sim.fate import (
    ALARM,
    CANDIDATES,
    MOST_ALARMS,
    MOST_LIVES,
    TWIN_LIFE,
    Decision,
    of_help,
    of_life,
    of_rating,
    of_service,
    of_visit,
)
from sim.mechanisms.needs import BLOCK
from sim.state.cases import Cases
from sim.state.desks import MAX_LEVELS, N_HELPERS

SERVED = (Decision.WORK, Decision.ROUTE, Decision.CLOSE, Decision.SEND, Decision.RETURN, Decision.AID)
PLAIN = (Decision.NATURE, Decision.VOICE, Decision.SEEN, Decision.TWICE, Decision.NEIGHBOUR)


def test_no_two_decisions_share_an_address() -> None:
    cases = Cases(1)
    found = [int(d) for d in PLAIN]
    for life in range(MOST_LIVES + 1):
        cases.life[0] = life
        found.append(int(of_rating(cases.rows, 0)))
        for level in range(MAX_LEVELS):
            cases.level[0] = level
            cases.hops[0] = 0
            found.append(int(of_life(cases.rows, 0, int(Decision.ASK))))
            for hops, decision in product(range(5), SERVED):
                cases.hops[0] = hops
                found.append(int(of_service(cases.rows, 0, int(decision))))
                if decision == Decision.WORK:
                    found += [int(of_help(cases.rows, 0, h)) for h in range(N_HELPERS)]
    found += [int(of_visit(cases.rows, 0, day)) for day in range(1000)]
    assert len(set(found)) == len(found)
    assert max(found) < 2**32


def test_a_second_report_has_lives_of_its_own() -> None:
    assert 0 < TWIN_LIFE < MOST_LIVES


def test_problems_and_false_alarms_have_different_numbers() -> None:
    """Up to a district of 130 million, with a hundred thousand communities."""
    assert 130_000_000 // BLOCK * CANDIDATES < ALARM
    assert ALARM + 100_000 * MOST_ALARMS < 2**32
