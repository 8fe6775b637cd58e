"""Mediation: how often disputes are agreed on, and how often an agreement does not last."""

from __future__ import annotations

from typing import Any

import pytest

from sim.config.run import load
from sim.district import District
from sim.mechanisms.mediation import p_back
from sim.mechanisms.service import level_of
from sim.parameters.mediation import Mediation
from sim.state.cases import Category, Status
from sim.state.desks import Net
from tests.places import small
from tests.theory import share_agrees


@pytest.mark.parametrize(
    ("fulfil", "relapse", "back"),
    # not fulfilled, or fulfilled and broken later: 0.05 + 0.95 * 0.06
    [(0.95, 0.06, 0.107), (1.0, 0.0, 0.0), (0.0, 0.3, 1.0), (1.0, 0.3, 0.3), (0.5, 0.5, 0.75)],
)
def test_an_agreement_lasts_if_it_is_fulfilled_and_does_not_break(fulfil: float, relapse: float, back: float) -> None:
    assert p_back(Mediation(p_fulfil=fulfil, p_relapse=relapse)) == pytest.approx(back)


def plain(**more: Any) -> dict[str, Any]:
    """Needs whose counts are a plain Poisson process."""
    return {"overdispersion_k": 0, "season_amplitude": 0.0, "vulnerable_factor": 1.0, "requests_per_year": 5.0, **more}


def agreed(run: District) -> tuple[int, int]:
    """Disputes that a mediation committee has heard, and those it settled."""
    cases = run.world.cases
    dispute = (cases.category == Category.DISPUTES) & (cases.parent < 0)
    mediation = level_of(Category.DISPUTES, Net.MEDIATION)
    settled = int((dispute & (cases.level == mediation) & (cases.status == Status.CLOSED)).sum())
    return settled, settled + int((dispute & (cases.level > mediation)).sum())


OWNERLESS: dict[str, Any] = {"solvability.owned": False}
FOR_GOOD: dict[str, Any] = {"dispatch": {"p_come_back": 0.0, "p_formal": 0.0}}


@pytest.mark.slow
def test_mediation_of_xialu() -> None:
    # The district-year itself: 1,509 of 1,515 agreed (E126 E127 E128).
    config = load(
        "xialu",
        days=365,
        **{"mediation.p_fulfil": 1.0, "mediation.p_relapse": 0.0, **OWNERLESS, **FOR_GOOD},
    )
    assert config.settings.mediation.p_agree == pytest.approx(1509 / 1515, abs=5e-6)
    run = District(config).live(365)
    run.check()
    settled, heard = agreed(run)
    assert heard > 500
    share_agrees(settled, heard, 1509 / 1515)


def test_mediation_agrees_as_often_as_said() -> None:
    run = small(
        needs=plain(requests_per_year=8.0, mix=(0, 0, 0, 1.0, 0, 0, 0, 0)), days=90, **FOR_GOOD,
        mediation={"p_agree": 0.8, "p_fulfil": 1.0, "p_relapse": 0.0, "mediators": 20}, service={"p_grid_dispute": 0.3},
        solvability={"owned": False},
    ).live(90)  # fmt: skip
    settled, heard = agreed(run)
    assert heard > 200
    share_agrees(settled, heard, 0.8)
