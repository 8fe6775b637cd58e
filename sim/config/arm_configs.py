"""From arms to configurations: each arm lies over what is said for all, and is checked as a run of its own.

default < place < study < arm < typed. What an arm and a typed setting both say is refused: nobody must need to know
which of the two wins. What is typed for one arm alone (``arms.NAME.KEY=VALUE``) lies over the arm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.config.arm_words import same_names
from sim.config.arms import Arm, Change, settings_of_arms
from sim.config.checks import does_not_act, lever_names
from sim.config.layers import Layer, Layers, Said
from sim.config.place_norms import with_norms
from sim.config.run import RunConfig, parse, same_window
from sim.config.schema import cut, shown_value
from sim.errors import ConfigError, Problem, did_you_mean
from sim.i18n import joined, say
from sim.policies import POLICIES


def arms_of(
    base: Mapping[str, Any], said: Layers, arms: Sequence[Arm], own: Mapping[str, Sequence[Change]] | None = None
) -> list[tuple[str, RunConfig]]:
    """Put every arm together and check it.

    Parameters
    ----------
    base : mapping
        What is said for all arms: defaults, place, study and typed settings, in the layout of the configuration files.
        It names no lever.
    said : mapping of str to Said
        Who said what of it, by dotted key.
    arms : sequence of Arm
    own : mapping of str to sequence of Change, optional
        What was typed for one arm alone, by its name.

    Returns
    -------
    list of (name, RunConfig)
        In the order of `arms`.

    Raises
    ------
    ConfigError
        With all problems of all arms; one that all arms have is told once.
    """
    problems = [*_names(arms, own or {}), *_levers_for_all(base)]
    arms = [_with_own(arm, (own or {}).get(arm.name, ())) for arm in arms]
    problems += _acts_nowhere(base, said, arms)
    found: list[tuple[str, RunConfig]] = []
    wrong: list[tuple[str, list[Problem]]] = []
    for arm in arms:
        own_wrong = [*_said_for_all_too(arm, said), *_acts_not_here(base, arm)]
        try:
            tree, layers = _laid(base, said, arm, own_wrong)
            found.append((arm.name, parse(tree, layers, waiting=POLICIES)))
        except ConfigError as error:
            own_wrong += error.problems
        wrong.append((arm.name, own_wrong))
    problems += _each_once(wrong)
    if problems:
        raise ConfigError(problems)
    same_window([config for _, config in found])  # which days are measured depends on all of them
    return found


def _names(arms: Sequence[Arm], own: Mapping[str, Sequence[Change]]) -> list[Problem]:
    problems = same_names(arms)
    known = [arm.name for arm in arms]
    for name, changes in own.items():
        if name not in known:
            where = cut(changes[0].where) if changes else f"arms.{name}"
            problems.append(Problem(where, say("arms.none", name=cut(name)), "", did_you_mean(name[:120], known)))
    return problems


def _levers_for_all(base: Mapping[str, Any]) -> list[Problem]:
    """Refuse ``policy=`` beside arms."""
    if names := lever_names(base.get("policy"), []):
        found = say("arms.beside", names=shown_value(names))
        return [Problem("policy", found, say("arms.levers_in_arms"), say("arms.each_names"))]
    return []


def _with_own(arm: Arm, own: Sequence[Change]) -> Arm:
    """Lay what was typed for this arm alone over it: a number in place of the arm's, an operator upon it."""
    changes = list(arm.changes)
    for change in own:
        before = next((c for c in changes if c.key == change.key), None)
        if change.op == "=" and before is not None:
            changes.remove(before)
        changes.append(change)
    return replace(arm, changes=tuple(changes))


def _acts_nowhere(base: Mapping[str, Any], said: Layers, arms: Sequence[Arm]) -> list[Problem]:
    """Find doses said for all arms of a lever that is in none."""
    acting = {lever for arm in arms for lever in arm.levers} | set(lever_names(base.get("in_force"), []))
    found = []
    for key, one in said.items():
        owner, _, rest = key.partition(".")
        lever = rest.partition(".")[0]
        if (
            owner == "policies"
            and one.layer in (Layer.STUDY, Layer.TYPED)
            and lever in POLICIES
            and lever not in acting
        ):
            found.append(does_not_act(lever, key, cut(one.where), acting))
    return found


def _acts_not_here(base: Mapping[str, Any], arm: Arm) -> list[Problem]:
    """Find doses that an arm says of a lever that it has not."""
    acting = {*arm.levers, *lever_names(base.get("in_force"), [])}
    return [
        does_not_act(name, c.key, shown_value(c.value), acting)
        for c in arm.doses
        if (name := c.key.split(".")[1]) not in acting
    ]


def _said_for_all_too(arm: Arm, said: Layers) -> list[Problem]:
    """Find numbers that the arm says and that were typed for all arms."""
    own = {c.key for c in arm.changes if c.layer is Layer.TYPED}
    found = []
    for change in arm.changes:
        typed = said.get(change.key)
        if change.key not in own and typed is not None and typed.layer is Layer.TYPED:
            found.append(
                Problem(
                    change.key,
                    say("arms.both", name=arm.name, here=cut(change.where), there=cut(typed.where)),
                    say("checks.one_of_two"),
                    say("arms.alone", name=arm.name, key=change.key, x=_shown(typed.value)),
                )
            )
    return found


def _shown(value: Any) -> str:
    return cut(str(value).replace(" ", ""))


def _laid(
    base: Mapping[str, Any], said: Layers, arm: Arm, problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, Said]]:
    """Lay an arm over what is said for all; only the branches that it changes are copied."""
    tree, layers = dict(base), dict(said)
    for name in ("place", "policies"):
        if isinstance(branch := base.get(name), Mapping):
            tree[name] = dict(branch)
    doses = tree.get("policies")
    if isinstance(doses, dict):  # what other arms' levers are told is checked there
        acting = {*arm.levers, *lever_names(base.get("in_force"), [])}
        tree["policies"] = {name: value for name, value in doses.items() if name in acting or name not in POLICIES}
    tree["policy"] = list(arm.levers)
    for change in arm.changes:
        below = _below(tree, change.key)
        try:
            value = change.applied(below)
        except TypeError:
            found = say("arms.upon", change=f"{change.op}{shown_value(change.value)}", below=shown_value(below))
            problems.append(Problem(change.key, found, say("arms.number_below")))
            continue
        _set(tree, change.key.split("."), value)
        where = change.where if change.layer is Layer.TYPED else f"arm {arm.name}"
        layers[change.key] = Said(value, change.layer, where)
    return tree, layers


def _below(tree: Mapping[str, Any], key: str) -> Any:
    """Value of a setting in the layers below: as said, from a norm where it is unknown, else its default."""
    inside: Any = tree
    for part in key.split("."):
        inside = inside.get(part) if isinstance(inside, Mapping) else None
    if isinstance(inside, str) and key.startswith("place."):
        inside = with_norms(tree["place"])[0].get(key.removeprefix("place."))
    return settings_of_arms()[key].default if inside is None else inside


def _set(tree: dict[str, Any], path: Sequence[str], value: Any) -> None:
    first, *rest = path
    if not rest:
        tree[first] = value
        return
    inside = tree.get(first)
    tree[first] = branch = dict(inside) if isinstance(inside, Mapping) else {}
    _set(branch, rest, value)


def _each_once(wrong: Iterable[tuple[str, list[Problem]]]) -> list[Problem]:
    """Tell what is wrong in all arms once, and of what is wrong in some, in which."""
    wrong = list(wrong)
    having: dict[str, list[str]] = {}
    first: dict[str, Problem] = {}
    for name, problems in wrong:
        for problem in problems:
            names = having.setdefault(str(problem), [])
            first.setdefault(str(problem), problem)
            if name not in names:
                names.append(name)
    return [
        first[text]
        if len(names) == len(wrong)
        else replace(first[text], where=say("arms.of_arms", where=first[text].where, names=joined(names)))
        for text, names in having.items()
    ]
