"""What is set, as the file of a study: ``govsim compare study=./FILE`` makes it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from sim.config.place_files import is_path
from sim.config.run import RunConfig, load
from sim.viewer.places import word_of

OF_THIS_MACHINE = ("results_dir", "jobs", "case_rows")
"""Settings that no other machine should take over."""


def leaves(tree: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Write nested settings with dotted names."""
    found: dict[str, Any] = {}
    for key, value in tree.items():
        found |= leaves(value, f"{above}{key}.") if isinstance(value, Mapping) else {above + key: value}
    return found


def said_in(run: RunConfig) -> dict[str, Any]:
    """List what a run says beyond its place's own file and the levers' usual doses, by dotted name."""
    plain = leaves(load(word_of(run), run.policy_names).to_dict())
    return {key: value for key, value in leaves(run.to_dict()).items() if plain.get(key) != value}


def study_file(place: str, settings: Mapping[str, Any], arms: Mapping[str, Mapping[str, Any]]) -> str:
    """Write the file.

    Parameters
    ----------
    place : str
        Its name; a path is said in a comment, as a study cannot name a file of this machine.
    settings, arms : mapping
        By dotted name what holds in all arms, and what each says beyond it.
    """
    named: dict[str, Any] = {} if is_path(place) else {"defaults": [{"override /place": place}]}
    said = {key: value for key, value in settings.items() if key.partition(".")[0] not in OF_THIS_MACHINE}
    study = named | nested(said) | {"arms": {name: nested(own) for name, own in arms.items()}}
    where = f" place={place}" if is_path(place) else ""
    typed = f"govsim compare study=./FILE{where}"
    if len(arms) < 2:  # nothing is compared
        typed = " ".join([f"govsim run place={place}", *(f"{key}={value}" for key, value in said.items())])
    head = f"# @package _global_\n# {typed}\n"
    return head + str(yaml.safe_dump(study, sort_keys=False, allow_unicode=True))


def nested(said: Mapping[str, Any]) -> dict[str, Any]:
    """Write settings with dotted names as nested ones."""
    tree: dict[str, Any] = {}
    for key, value in said.items():
        *above, last = key.split(".")
        at = tree
        for name in above:
            at = at.setdefault(name, {})
        at[last] = list(value) if isinstance(value, tuple) else value
    return tree


def of_run(run: RunConfig) -> str:
    """Write the one district that the page Live lives, beside the place without its levers."""
    said = said_in(run)
    doses = {key: value for key, value in said.items() if key.partition(".")[0] == "policies"}
    others = {key: value for key, value in said.items() if key not in doses and key not in ("policy", "in_force")}
    arms: dict[str, Mapping[str, Any]] = {"as_is": {}}
    if run.policy_names:
        arms["live"] = {"policy": list(run.policy_names), **doses}
    return study_file(word_of(run), {"seed": run.run.seed, "days": run.run.days, **others}, arms)
