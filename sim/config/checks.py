"""What must fit together in a run: levers, the place's numbers, names of folders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sim.config.layers import Layer, Said
from sim.config.place_norms import with_norms
from sim.config.schema import fill, shown_value
from sim.errors import Problem, did_you_mean
from sim.folder_names import ALLOWED, fault_of
from sim.i18n import joined, say
from sim.parameters.place import Place
from sim.parameters.run import Run
from sim.policies import POLICIES, Policy

FROM_NORM = "assumed: norm, "
"""How the source of a number begins that is unknown and was taken from a norm."""


def norms_laid(
    tree: Mapping[str, Any], said: dict[str, Said], problems: list[Problem]
) -> tuple[Mapping[str, Any], dict[str, Said]]:
    """Put norms where numbers of the place are unknown, and say so in its sources."""
    place = tree.get("place")
    if not isinstance(place, Mapping):
        return tree, said
    values, used, wrong = with_norms(place)
    problems += wrong
    values = {key: value for key, value in values.items() if f"place.{key}" not in {p.where for p in wrong}}
    if wrong:
        values |= {p.where.removeprefix("place."): 1 for p in wrong}  # told already; the rest can still be checked
    sources = dict(values.get("sources") or {})
    for key, norm in used.items():
        sources[key] = f"{FROM_NORM}{norm.words} ({norm.source})"
        before = said.get(f"place.{key}")
        layer, where = (before.layer, before.where) if before else (Layer.PLACE, "")
        said[f"place.{key}"] = Said(values[key], layer, where, "norm")
    return ({**tree, "place": {**values, "sources": sources}} if used or wrong else tree), said


def chosen_levers(
    tree: Mapping[str, Any], in_force: Sequence[str], waiting: Collection[str], problems: list[Problem]
) -> list[Policy]:
    """Make the levers that act, in canonical order; collect what is wrong with them and with what waits."""
    names, said = lever_names(tree.get("policy"), problems), tree.get("policies", {})
    twice = [name for name in names if name in in_force]
    for name in twice:
        problems.append(Problem("policy", say("checks.in_force", name=name), say("checks.not_in_force")))
    names += [name for name in in_force if name not in twice]
    if not isinstance(said, Mapping):
        problems.append(Problem("policies", say("errors.found", x=shown_value(said)), say("checks.of_levers")))
        said = {}
    for name in said:
        if name not in POLICIES:
            problems.append(
                Problem(f"policies.{name}", say("checks.no_lever"), hint=did_you_mean(str(name), list(POLICIES)))
            )
    chosen: list[Policy] = []
    for name in POLICIES:
        if name in names or name in said:
            lever = fill(POLICIES[name], f"policies.{name}", said.get(name, {}), problems)
            if name not in names and name not in waiting:
                problems.append(does_not_act(name, f"policies.{name}", shown_value(said[name]), names))
            elif lever is not None and name in names:
                chosen.append(lever)
    for name in names:
        if name not in POLICIES:
            hint = did_you_mean(name, list(POLICIES)) + "  (govsim list levers)"
            problems.append(Problem("policy", say("cli.no_lever", name=repr(name)), hint=hint))
    if len(names) != len(set(names)):
        problems.append(Problem("policy", say("checks.twice", names=names), say("checks.each_once")))
    redrawing = [p.name for p in chosen if p.redraws]
    if len(redrawing) > 1:
        problems.append(Problem("policy", say("checks.redraw", names=joined(redrawing, " and ")), say("checks.one_of")))
    return chosen


def lever_names(policy: Any, problems: list[Problem], where: str = "policy") -> list[str]:
    """Names of levers as they may be said: one, a list of them, or nothing."""
    if policy is None or isinstance(policy, str):
        return [policy] if policy else []
    if isinstance(policy, Mapping) or not isinstance(policy, Iterable):
        found = say("errors.found", x=shown_value(policy))
        problems.append(Problem(where, found, say("checks.list_of")))
        return []
    return list(map(str, policy))


def does_not_act(name: str, where: str, found: str, acting: Collection[str]) -> Problem:
    """Say that a lever's settings would be ignored.

    Parameters
    ----------
    name : str
        The lever.
    where, found : str
        The setting, and what was said.
    acting : collection of str
        Levers that do act.
    """
    others = [n for n in POLICIES if n in acting]
    what = say("checks.not_acting", found=found, name=name, acting=", ".join(others) or say("checks.none"))
    hint = say("checks.add", levers=",".join([*others, name]), name=name)
    return Problem(where, what, say("checks.acting"), hint)


def folder_problems(run: Run | None, place: Place | None) -> list[Problem]:
    """Results lie in a folder of the study's or the place's name, below results_dir."""
    found = []
    if place is not None:
        reason = fault_of(place.name) if place.name else say("checks.empty")
        if reason:
            found.append(Problem("place.name", say("cli.found_why", line=shown_value(place.name), why=reason), ALLOWED))
    if run is not None and (reason := fault_of(run.into)):
        hint = say("checks.results_dir") if any(c in run.into for c in "/\\") else ""
        found.append(Problem("into", say("cli.found_why", line=shown_value(run.into), why=reason), ALLOWED, hint))
    return found


def place_problems(place: Place, chosen: Sequence[Policy]) -> list[Problem]:
    """Check what must fit together in a place."""
    found = [Problem(*objection) for p in chosen for objection in p.objections(place)]
    for p in chosen:
        strangers = [c for c in p.communities if c >= place.communities]
        if strangers:
            where = f"policies.{p.name}.communities"
            found.append(
                Problem(where, say("errors.found", x=strangers), say("checks.communities", n=place.communities - 1))
            )
    if place.communities < place.streets:
        found.append(
            Problem(
                "place.communities",
                say("checks.for_streets", n=place.communities, streets=place.streets),
                say("checks.or_more", n=place.streets),
            )
        )
    cells = place.n_cells
    layered = place.layers > 1 and place.layer_reading == "overlapping"
    least = place.layers if layered else place.communities
    most = cells * place.layers if layered else cells
    hint = say("checks.cells", cells=cells)
    if not least <= place.grids <= most:
        found.append(
            Problem(
                "place.grids",
                say("checks.grids", n=place.grids),
                say("checks.grids_between", low=least, high=most),
                hint,
            )
        )
    for p in chosen:
        grids = int(p.wanted(place)) if hasattr(p, "wanted") else place.communities
        if not place.communities <= grids <= cells:
            allowed = say("checks.grids_between", low=place.communities, high=cells)
            found.append(Problem(f"policies.{p.name}.grids", say("checks.grids", n=grids), allowed, hint))
    if place.owners_committees > place.compounds:
        found.append(
            Problem(
                "place.owners_committees",
                say("checks.committees", n=place.owners_committees, compounds=place.compounds),
                say("checks.committees_to", n=place.compounds),
                say("checks.one_committee"),
            )
        )
    if place.workers < place.layers:
        found.append(
            Problem(
                "place.workers", say("checks.workers", n=place.workers, layers=place.layers), say("checks.one_a_layer")
            )
        )
    if place.child_share + place.elder_share > 1.0:
        found.append(Problem("place.elder_share", say("checks.shares"), say("checks.sum")))
    return found
