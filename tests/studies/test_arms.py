"""Names of arms: short, and each different."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.policies import POLICIES
from sim.studies.arms import MOST, PACKAGE_ZH, cut, short_names
from tests.places import FIXED

LONGEST = max(map(len, POLICIES))


def test_names_that_fit_are_left_alone() -> None:
    arms = ["baseline", "dual_report", "red_property+star_rating+whistle"]
    assert short_names(arms) == dict(zip(arms, arms, strict=True))
    assert cut(arms) == {}


def test_a_package_is_called_by_its_first_lever() -> None:
    package = "dual_report+grid_redivision+need_matching+service_facilities"
    assert short_names(["baseline", package])[package] == "dual_report + 3 more"
    assert cut(["baseline", package]) == {"dual_report + 3 more": package}
    chinese = "双报到+网格重划+供需匹配+服务设施"
    assert short_names([chinese], 10, PACKAGE_ZH)[chinese] == "双报到等4项"


@FIXED
@given(st.lists(st.lists(st.sampled_from(list(POLICIES)), min_size=1, max_size=32), max_size=6))
def test_no_two_arms_are_called_alike(packages: list[list[str]]) -> None:
    arms = list(dict.fromkeys("+".join(levers) for levers in packages))
    names = short_names(arms)
    assert len(set(names.values())) == len(arms)
    assert all(len(name) <= max(MOST, 2 * LONGEST + 1) + 4 for name in names.values())
