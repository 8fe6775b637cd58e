"""Shared incidents in a district: shares, closed forms, who reports, same fate in all arms, signs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.mechanisms import heard
from sim.state.cases import Category, Channel, Status
from sim.state.incidents import Extent
from tests.places import small

PLAIN: dict[str, Any] = {
    "needs": {
        "overdispersion_k": 0, "season_amplitude": 0.0, "requests_per_year": 12.0, "enquiries_per_year": 0.0,
        "mix": (1.0, 0, 0, 0, 0, 0, 0, 0),
    },
    "voice": {
        "trust_slope": 0.0, "app_factor": 1.0, "elder_factor": 1.0, "success_ratio": 1.0, "after_failure": 1.0,
        "p_neighbour": 0.0, "p_tell": 0.0, "p_seen": 0.0, "area_ratio": 1.0, "silent_days": 10.0,
        "category_factor": (1.0,) * 8, "p_report": 0.4, "p_notice": 0.5,
    },
    "solvability": {"owned": False, "formal_pressure": 0.0},
    "dispatch": {"p_formal": 0.0},
}  # fmt: skip
"""Everybody is alike, and what is known is solved."""
STREET = {"stairwell": (0.0,) * 8, "compound": (0.0,) * 8, "street": (1.0,) * 8, "street_encounters": 0.5}
DAYS = 80


def lived(incidents: dict[str, Any], days: int = DAYS, *levers: str, **said: Any) -> District:
    """Live a district with shared problems."""
    groups = {**PLAIN, **{g: {**PLAIN.get(g, {}), **v} for g, v in said.items()}}
    return small(*levers, population=1500, days=days, incidents=incidents, **groups).live(days)


@pytest.fixture(scope="module")
def street() -> District:
    return lived(STREET)


def decided(district: District) -> Any:
    """Problems that arose early enough for their fate to be decided."""
    cases = district.world.cases
    return (cases.parent < 0) & (cases.born < DAYS - 40)


def test_extents_arise_in_their_shares() -> None:
    cases = small(population=1500, days=60, needs={"requests_per_year": 30.0}).live(60).world.cases
    for category in (Category.ENVIRONMENT, Category.PROPERTY, Category.CARE):
        own = (cases.parent < 0) & (cases.category == category)
        shares = np.bincount(cases.extent[own], minlength=4) / own.sum()
        expected = heard.extent_shares(small(population=1500).world.settings.incidents)[category]
        assert shares == pytest.approx(expected, abs=4.0 * np.sqrt(0.25 / own.sum()))


def test_what_is_never_heard_of_is_as_the_closed_form_says(street: District) -> None:
    cases, of = street.world.cases, decided(street)
    q, w = 0.5 * 0.4, 0.5 * 0.4
    unheard = (cases.status[of] == Status.EXPIRED).mean()
    error = 4.0 * np.sqrt(0.25 / of.sum())
    # whole days: others come upon it from the next morning on
    assert unheard == pytest.approx(heard.p_unheard(q, w, 0.0, 10.0), abs=error + 0.02)
    alone = lived({"shared": 0.0, "p_chase": 0.0})
    unheard = (alone.world.cases.status[decided(alone)] == Status.EXPIRED).mean()
    assert unheard == pytest.approx(heard.p_unheard(q, 0.0, 0.0, 10.0), abs=error)


def test_duplicates_over_days_open_give_back_the_rate_of_reports(street: District) -> None:
    cases = street.world.cases
    known = (cases.parent < 0) & (cases.t_accept >= 0.0)
    until = np.where(
        cases.solved, cases.t_close, np.where(cases.status == Status.ABANDONED, cases.t_close, 24.0 * DAYS)
    )
    exposure_d = ((until - cases.t_accept)[known]).sum() / 24.0
    again = (cases.channel == Channel.DUPLICATE).sum()
    assert again / exposure_d == pytest.approx(0.5 * 0.4, rel=5.0 / np.sqrt(again))
    assert again > 300


def test_reports_per_problem_are_as_the_closed_form_says(street: District) -> None:
    cases, of = street.world.cases, decided(street)
    known = of & (cases.t_accept >= 0.0)
    until = np.where(np.isnan(cases.t_close), 24.0 * DAYS, cases.t_close)
    days = (until - cases.t_accept)[known].mean() / 24.0
    first = (of & (cases.channel == Channel.REPORT) & (cases.t_accept >= 0.0)).sum()
    again = np.isin(cases.parent, np.flatnonzero(of)).sum()
    expected = heard.reports(0.2, 0.2, 0.0, 10.0, days)
    assert (first + again) / of.sum() == pytest.approx(expected, rel=0.06)


def test_the_reporter_lives_within_the_extent(street: District) -> None:
    for district in (
        street,
        lived({**STREET, "street": (0.0,) * 8, "compound": (1.0,) * 8, "compound_encounters": 0.5}),
    ):
        world = district.world
        cases, where = world.cases, world.map
        home = world.residents.cell[cases.resident]
        away = home != cases.cell
        assert away.any()
        extent = Extent(int(cases.extent[0]))
        if extent == Extent.COMPOUND:
            assert (where.compound[home] == where.compound[cases.cell]).all()
        else:
            assert (np.abs(home - cases.cell) <= 1).all()
            assert (where.community[home] == cases.community).all()


def test_a_household_is_alone_whatever_others_would_do() -> None:
    """The switch back: nothing of incidents moves a bit but the chance to chase."""
    few = lived({"shared": 0.0, "p_chase": 0.14})
    many = lived({"shared": 0.0, "p_chase": 0.14, "street_encounters": 40.0, "solved_days": 99.0, "street": (1.0,) * 8})
    assert few.world.cases.n == many.world.cases.n
    for name in ("t_close", "status", "channel", "resident", "t_accept", "rating"):
        assert np.array_equal(
            getattr(few.world.cases, name), getattr(many.world.cases, name), equal_nan=name[:2] == "t_"
        )
    assert not few.world.cases.met.any()
    assert (few.world.cases.life[few.world.cases.parent >= 0] == 16).all()


def test_problems_have_the_same_extent_whatever_a_lever_does(street: District) -> None:
    mixed = {"street_encounters": 0.5}
    without = lived(mixed, 40)
    with_it = lived(mixed, 40, "grid_redivision")
    fates = []
    for cases in (without.world.cases, with_it.world.cases):
        own = cases.parent < 0
        order = np.lexsort((cases.index[own], cases.born[own]))
        fates.append([getattr(cases, name)[own][order] for name in ("index", "born", "cell", "extent", "owner")])
    assert all(np.array_equal(a, b) for a, b in zip(*fates, strict=True))


def test_who_reports_more_adds_to_the_same_duplicates_and_hears_of_more() -> None:
    silent, told = lived({**STREET, "street_encounters": 0.1}), lived({**STREET, "street_encounters": 0.4})
    unheard = [(d.world.cases.status[decided(d)] == Status.EXPIRED).mean() for d in (silent, told)]
    assert unheard[1] < unheard[0] - 0.1
    copies = [(d.world.cases.channel == Channel.DUPLICATE).sum() for d in (silent, told)]
    assert copies[1] > 2 * copies[0]


def test_solving_sooner_lowers_duplicates(street: District) -> None:
    slow = lived(STREET, service={"grid_h": 12.0, "p_grid": 0.3})
    share = [
        (d.world.cases.channel == Channel.DUPLICATE).sum() / (d.world.cases.parent < 0).sum() for d in (street, slow)
    ]
    assert share[0] < 0.8 * share[1]


def test_rule_twice_acts_on_further_reports() -> None:
    from sim.mechanisms import incidents

    world = small(population=300, incidents=STREET).world
    incidents.hear(world)
    before = world.witnesses.again.copy()
    assert np.array_equal(before, world.witnesses.tells)
    world.rules["twice"].value[:] = 1.5
    incidents.hear(world)
    assert world.witnesses.again == pytest.approx(np.minimum(1.5 * before, 1.0))
    assert world.witnesses.tells == pytest.approx(before)


def test_readiness_of_a_community_is_the_mean_over_its_people() -> None:
    from sim.mechanisms import incidents

    world = small(population=300, voice={"app_factor": 1.5, "elder_factor": 0.5}).world
    residents, v = world.residents, world.settings.voice
    residents.experience[::3], residents.experience[1::7] = 1, -1
    residents.trust[:] = np.linspace(0.0, 1.0, residents.n)
    world.rules["app"].value[:, 2, 1] = 2.0
    incidents.hear(world)
    tells = 1.0 + v.trust_slope * (np.asarray(residents.trust, float) - v.trust_middle)
    tells *= np.where(residents.age == 2, 0.5, 1.0)
    tells *= np.choose(residents.experience + 1, [v.after_failure, 1.0, v.after_failure * v.success_ratio])
    tells *= np.where(residents.app, 1.5 * np.where(residents.age == 1, 2.0, 1.0), 1.0)
    m = world.map.community[residents.cell]
    expected = world.rules["report"].value[:, 2] * np.bincount(m, tells) / np.bincount(m)
    assert world.witnesses.tells[:, 2] == pytest.approx(np.minimum(expected, 1.0), rel=1e-6)


def test_nothing_is_lost(street: District) -> None:
    street.check()
    lived(STREET, 50, dispatch={"p_formal": 0.5}, solvability={"owned": True}).check()
