"""The arms of an answer: what each does, with which doses, and the posts and hours that it takes."""

from __future__ import annotations

from typing import Any

from sim.config.changes import changed, doses
from sim.config.names import arm_name
from sim.config.run import RunConfig
from sim.i18n import Bilingual, say
from sim.policies import Policy
from sim.show.did import facts
from sim.studies.arms import arm_names
from sim.studies.costs import GIVEN_UP, HOURS, POSTS
from sim.studies.results import Results


def arms_of(results: Results) -> list[dict[str, Any]]:
    """List the arms in their order.

    Returns
    -------
    list of dict
        ``key``, ``name`` in both languages; ``levers`` that the first arm has not, each with the ``dose`` (what was
        chosen otherwise than by default) and the ``values`` that it is told with; ``without``: levers of the first
        arm that it has not; ``changes``: other numbers, before and after; ``posts``, ``given_up_h`` and ``hours`` a
        year by whose they are.
    """
    names, base = arm_names(results.arms), results.configs[0]
    return [
        {"key": arm, "name": _name(arm, names[arm], first=arm == results.arms[0]), **_does(config, base),
         **_takes(results, arm)}
        for arm, config in zip(results.arms, results.configs, strict=True)
    ]  # fmt: skip


def _name(arm: str, name: Bilingual, *, first: bool) -> dict[str, str]:
    if arm == "baseline" and first:
        name = say("phrases.as_it_is")
    elif name.zh != arm or arm_name(arm).zh != arm:  # it is called by its levers, not by its user
        name = Bilingual(name.en.replace("_", " "), name.zh)
    return {"en": name.en, "zh": name.zh}


def _does(config: RunConfig, base: RunConfig) -> dict[str, Any]:
    of_base = {lever.name for lever in base.policies}
    own = config.policies if config is base else [p for p in config.policies if p.name not in of_base]
    return {
        "levers": [_lever(lever, config) for lever in own],
        "without": [p.name for p in base.policies if p.name not in {q.name for q in config.policies}],
        "changes": [{"key": c.info.key, "before": _json(c.before), "after": _json(c.after)}
                    for c in changed(config, base)],
    }  # fmt: skip


def _lever(lever: Policy, config: RunConfig) -> dict[str, Any]:
    return {
        "key": lever.name,
        "dose": {c.info.name: _json(c.after) for c in doses(lever)},
        "values": facts(lever, config.place),
    }


def _takes(results: Results, arm: str) -> dict[str, Any]:
    """Posts and hours of all levers of an arm, mean over replications."""
    costs = results.costs
    own = costs[costs["arm"] == arm]
    hours = own[(own["unit"] == HOURS) & own["item"].str.startswith("hours of ")].groupby("item")["value"].sum()
    return {
        "posts": float(own.loc[own["unit"] == POSTS, "value"].sum()),
        "given_up_h": float(own.loc[own["item"] == GIVEN_UP, "value"].sum()),
        "hours": {str(item).removeprefix("hours of "): float(value) for item, value in hours.items()},
    }


def _json(value: Any) -> Any:
    return list(map(_json, value)) if isinstance(value, (list, tuple)) else value
