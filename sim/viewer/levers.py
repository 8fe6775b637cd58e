"""Levers as people look for them: by the problem that bothers them."""

from __future__ import annotations

from typing import Any

from sim.i18n import Bilingual, say, word
from sim.parameters.param import ParamInfo, describe
from sim.policies import POLICIES, Policy
from sim.state.costs import FUNDING

GROUPS: dict[str, tuple[str, ...]] = {
    "unheard": (
        "dual_report", "party_organisation", "reporting_app", "smart_community", "three_chiefs", "volunteer_teams",
    ),
    "slow": (
        "grid_redivision", "all_category_worker", "emergency_response", "layer_integration", "staffing",
    ),
    "passed_on": (
        "whistle", "governance_centres", "service_decentralisation", "supervision_ranking",
    ),
    "forms": ("admission_list", "community_merging", "service_facilities"),
    "quarrels": (
        "owners_committee", "red_property", "star_rating", "state_property_firm", "neighbourhood_council",
        "mediation_committees", "judges_in_grids",
    ),
    "care": (
        "day_care", "social_work_stations", "social_organisations", "need_matching", "party_alliance",
        "collective_economy", "community_renovation",
    ),
}  # fmt: skip
"""Problem to levers; each lever stands once, where the problem is that it is meant for."""
LEFT_OUT = ("funding", "file")
"""Doses without a field of their own: who pays is said once for all levers, and a page reads no files."""


def group_name(key: str) -> Bilingual:
    """The problem, as somebody would complain of it."""
    return say(
        {
            "unheard": "viewer.unheard",
            "slow": "viewer.slow",
            "passed_on": "viewer.passed_on",
            "forms": "viewer.forms",
            "quarrels": "viewer.quarrels",
            "care": "viewer.care",
        }[key]
    )


def group_of(lever: str) -> str:
    """The problem that a lever stands under."""
    return next(key for key, levers in GROUPS.items() if lever in levers)


def lever_title(name: str) -> Bilingual:
    """Name of a lever in plain words."""
    return Bilingual(name.replace("_", " "), POLICIES[name].name_zh if name in POLICIES else name)


def dose_title(info: ParamInfo) -> Bilingual:
    """What a dose is, in plain words."""
    return Bilingual(info.name.replace("_", " "), info.zh or info.name)


def dose_value(info: ParamInfo, value: Any) -> Bilingual:
    """A value of a dose as it is read."""
    if isinstance(value, str):
        return (
            word("funding", value) if value in FUNDING else Bilingual(value.replace("_", " "), word("doses", value).zh)
        )
    if isinstance(value, (list, tuple)):
        return Bilingual(*[", ".join(map(str, value)) or "–"] * 2)
    return Bilingual(*[f"{value:,.12g}"] * 2) if isinstance(value, (int, float)) else Bilingual(str(value), str(value))


def doses_of(name: str) -> list[ParamInfo]:
    """Doses that a page offers, those that are the user's choice first."""
    own = [info for info in describe(f"policies.{name}", POLICIES[name]) if info.name not in LEFT_OUT]
    return sorted(own, key=lambda info: info.basis != "choice")


def costs_of(name: str) -> list[ParamInfo]:
    """Numbers of a lever that are money."""
    return [info for info in doses_of(name) if "yuan" in info.unit and info.default]


def differing(lever: Policy | type[Policy], said: dict[str, Any]) -> list[tuple[ParamInfo, Any]]:
    """Doses of a lever that are not the usual ones."""
    infos = describe(f"policies.{lever.name}", POLICIES[lever.name])
    return [(i, said[i.name]) for i in infos if i.name in said and not _same(said[i.name], i.default)]


def _same(value: Any, usual: Any) -> bool:
    return list(value) == list(usual) if isinstance(value, (list, tuple)) else bool(value == usual)


def lever_words(name: str, doses: dict[str, Any]) -> Bilingual:
    """A lever with the doses that are not the usual ones."""
    if name not in POLICIES:
        return Bilingual(name, name)
    title = lever_title(name)
    told = [(dose_title(i), dose_value(i, value)) for i, value in differing(POLICIES[name], doses)]
    if not told:
        return title
    return Bilingual(
        f"{title.en} ({', '.join(f'{t.en} {v.en}' for t, v in told)})",
        f"{title.zh}（{'，'.join(f'{t.zh}{v.zh}' for t, v in told)}）",
    )


def arm_words(key: str, levers: list[tuple[str, dict[str, Any]]], name: Bilingual | None = None) -> Bilingual:
    """An arm as the header names it: its levers with their doses, or what it is called."""
    if not levers:
        return say("viewer.as_is") if key == "baseline" or name is None else name
    words = [lever_words(lever, doses) for lever, doses in levers]
    return Bilingual(" + ".join(w.en for w in words), "＋".join(w.zh for w in words))
