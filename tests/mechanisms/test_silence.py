"""The list of silent problems: what is noted of each, how it is worn down, and how the list is cut."""

from __future__ import annotations

import numpy as np
import pytest

from sim.jit import compiled
from sim.mechanisms import silence
from sim.state.agenda import Count, empty_agenda
from sim.state.cases import Cases
from sim.state.residents import NEVER
from tests.shops import one_net, work


@compiled
def note(at, silent_h, n):  # type: ignore[no-untyped-def]
    for case in range(n):
        silence.keep_silent(at, silent_h, case)


@compiled
def look(agenda, watching):  # type: ignore[no-untyped-def]
    kept = 0
    for i in range(agenda.counts[3]):
        if not silence.wear_down(agenda.silent, i, watching):
            silence.keep(agenda.silent, kept, i)
            kept += 1
    silence.cut(agenda, kept)


def quiet(n: int, silent_h: float) -> tuple[Cases, object]:
    cases, agenda = Cases(n), empty_agenda(n, 1)
    cases.index[:], cases.cell[:], cases.resident[:] = np.arange(n), 5, np.arange(n) + 100
    cases.category[:], cases.vulnerable[:], cases.t_occur[:] = 3, 2, 240.0
    desks, routes, rules = one_net(np.array([1]), 1.0, 0.0)
    note(work(cases, desks, routes, rules, agenda), silent_h, n)
    return cases, agenda


def test_thresholds_are_exponential_and_problems_last_as_long_as_is_said() -> None:
    n = 4000
    _, agenda = quiet(n, 720.0)
    assert agenda.counts[Count.SILENT] == n
    found = agenda.silent
    assert found["case"].tolist() == list(range(n))
    assert found["resident"].tolist() == list(range(100, 100 + n))
    assert set(found["cell"]) == {5}
    assert (set(found["category"]), set(found["vulnerable"])) == ({3}, {2})
    assert found["unseen"].mean() == pytest.approx(1.0, abs=5 / n**0.5)
    lasts = found["gone_day"].astype(float) - 10.0
    assert lasts.min() >= 1.0
    # rounded up to a morning: the mean of a rounded exponential time of 30 days
    assert lasts.mean() == pytest.approx(1.0 / (1.0 - np.exp(-1.0 / 30.0)), abs=5 * 30.0 / n**0.5)
    assert quiet(3, 1e9)[1].silent["gone_day"].max() == NEVER


def test_whoever_is_seen_leaves_the_list_and_the_others_close_up() -> None:
    assert Count.SILENT == 3
    _, agenda = quiet(40, 720.0)
    before = agenda.silent.copy()
    look(agenda, 0.7)
    left = before["unseen"] > 0.7
    assert 0 < left.sum() < 40
    assert agenda.counts[Count.SILENT] == left.sum()
    assert agenda.silent["case"][: left.sum()].tolist() == before["case"][left].tolist()
    assert agenda.silent["unseen"][: left.sum()] == pytest.approx(before["unseen"][left] - 0.7)
