"""What an arm does, as a clause in both languages: "splitting 207 grids into 378", 把207个网格拆成378个."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.config.arms import settings_of_arms
from sim.config.names import lever_names
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.place import Place
from sim.policies import POLICIES, Policy
from sim.policies.grid_redivision import GridRedivision
from sim.policies.layer_integration import LayerIntegration

DID = {
    "admission_list": "did.admission_list",
    "all_category_worker": "did.all_category_worker",
    "collective_economy": "did.collective_economy",
    "community_merging": "did.community_merging",
    "community_renovation": "did.community_renovation",
    "day_care": "did.day_care",
    "dual_report": "did.dual_report",
    "emergency_response": "did.emergency_response",
    "governance_centres": "did.governance_centres",
    "grid_redivision:split": "did.grid_redivision_split",
    "grid_redivision:merge": "did.grid_redivision_merge",
    "grid_redivision:balance": "did.grid_redivision_balance",
    "grid_redivision:custom": "did.grid_redivision_custom",
    "judges_in_grids": "did.judges_in_grids",
    "layer_integration": "did.layer_integration",
    "mediation_committees": "did.mediation_committees",
    "need_matching": "did.need_matching",
    "neighbourhood_council": "did.neighbourhood_council",
    "owners_committee": "did.owners_committee",
    "party_alliance": "did.party_alliance",
    "party_organisation": "did.party_organisation",
    "red_property": "did.red_property",
    "reporting_app": "did.reporting_app",
    "service_decentralisation": "did.service_decentralisation",
    "service_facilities": "did.service_facilities",
    "smart_community": "did.smart_community",
    "social_organisations": "did.social_organisations",
    "social_work_stations": "did.social_work_stations",
    "staffing": "did.staffing",
    "star_rating": "did.star_rating",
    "state_property_firm": "did.state_property_firm",
    "supervision_ranking": "did.supervision_ranking",
    "three_chiefs": "did.three_chiefs",
    "volunteer_teams": "did.volunteer_teams",
    "whistle": "did.whistle",
}
"""Message of each lever; where a lever does different things by its mode, of each mode."""
SAID_APART = ("coverage", "funding", "mode", "grids", "file", "workers", "communities")
"""Doses that have words of their own, or show in the clause."""
MOST_LEVERS = 2
"""Levers that are told in full; of a larger package the first, and how many more."""
MOST_DOSES = 3
WORKERS = "place.workers"


def facts(lever: Policy, place: Place) -> dict[str, Any]:
    """Values that a lever is told with: its own numbers, and those of the place that it changes.

    Returns
    -------
    dict
        As JSON has them. ``mode`` of a lever that does different things.
    """
    told: dict[str, Any] = {
        name: value for name in lever.__slots__ if isinstance(value := getattr(lever, name), (int, float))
    }
    told |= {name: getattr(lever, name) for name in ("funding", "mode") if hasattr(lever, name)}
    told["covered"] = len(lever.communities) / place.communities if lever.communities else lever.coverage
    if isinstance(lever, (GridRedivision, LayerIntegration)):
        told |= {"grids_before": place.grids, "grids_after": lever.wanted(place), "layers": place.layers}
    if lever.name == "day_care":
        told["guests"] = told["sites"] * told["places"]
    return told


def did(arm: Mapping[str, Any]) -> Bilingual:
    """Say what an arm does.

    Parameters
    ----------
    arm : mapping
        One of ``arms`` in ``answer.json``.
    """
    told = [_lever(lever) for lever in arm["levers"]]
    if arm["without"]:
        told.append(say("did.without", levers=joined(lever_names(arm["without"]), " and ").changed(_spoken)))
    told += [_change(change) for change in arm["changes"]]
    if not told:
        return say("did.nothing")
    if len(told) > MOST_LEVERS:
        return _more(told[0], len(told))
    return told[0] if len(told) == 1 else say("did.both", a=told[0], b=told[1])


def called(key: str) -> Bilingual:
    """Name a number that people may set: ``voice.p_report``; in English by its own words, in Chinese by its name."""
    info = settings_of_arms().get(key)
    own = _spoken(key.rpartition(".")[2])
    return Bilingual(own, info.zh if info is not None and info.zh else own)


def _more(first: Bilingual, n: int) -> Bilingual:
    english = say("did.more", did=first, n=n - 1)
    return Bilingual(english.en, say("did.more", did=first, n=n).zh)


def _lever(lever: Mapping[str, Any]) -> Bilingual:
    values, key = lever["values"], lever["key"]
    message = DID.get(f"{key}:{values['mode']}" if "mode" in values and f"{key}:{values['mode']}" in DID else key)
    told = say(message, **values) if message else Bilingual(_spoken(key), POLICIES[key].name_zh)
    doses = _doses(lever, told)
    if doses:
        told = say("did.dosed", did=told, doses=joined(doses[:MOST_DOSES]))
    if 0.0 < values["covered"] < 1.0 and key != "community_merging":
        told = say("did.covering", did=told, share=values["covered"])
    if values["funding"] == "staff_neutral":
        told = say("did.staff_neutral", did=told)
    elif values["funding"] == "budget_neutral":
        told = say("did.budget_neutral", did=told)
    return told


def _doses(lever: Mapping[str, Any], told: Bilingual) -> list[Bilingual]:
    """Doses that were chosen and that the clause does not show by itself."""
    message = DID.get(lever["key"], "")
    found = []
    for name, value in lever["dose"].items():
        if name in SAID_APART or (message and _shows(message, name)):
            continue
        key = f"policies.{lever['key']}.{name}"
        found.append(say("did.dose", what=called(key), x=_value(key, value)))
    return found


def _shows(message: str, name: str) -> bool:
    from sim.i18n import messages

    return f"{{{name}" in messages()[message].en


def _change(change: Mapping[str, Any]) -> Bilingual:
    key, before, after = change["key"], change["before"], change["after"]
    if key == WORKERS:
        n = after - before
        return say("did.workers_more", n=n) if n > 0 else say("did.workers_fewer", n=-n)
    return say("did.number", what=called(key), before=_value(key, before), after=_value(key, after))


def _value(key: str, value: Any) -> Bilingual:
    """Write a value with its unit, where it is one that is said behind a number."""
    if isinstance(value, bool):
        return say("did.yes") if value else say("did.no")
    if isinstance(value, (list, tuple)):
        return joined([_value("", v) for v in value])
    if not isinstance(value, (int, float)):
        return Bilingual(_spoken(str(value)), _spoken(str(value)))
    info = settings_of_arms().get(key)
    number = f"{value:,.6g}"
    unit = word("units", info.unit) if info is not None else Bilingual("", "")
    if info is None or info.unit in ("share", "probability", "day", "word", "numbers", "seed"):
        return Bilingual(number, number)
    return Bilingual(f"{number} {unit.en}", f"{number}{unit.zh}")


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def levers_without_words() -> Sequence[str]:
    """Levers that have no clause of their own: the list is tested to be empty."""
    told = {key.partition(":")[0] for key in DID}
    return [name for name in POLICIES if name not in told]
