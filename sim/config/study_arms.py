"""Arms as a study's file writes them, read into the same records as those that are typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sim.config.arm_words import name_problems, read_arm, read_body, value_of
from sim.config.arms import OPERATORS, Arm, Change, key_problem, twice, value_problem
from sim.config.checks import lever_names
from sim.config.schema import cut, shown_value
from sim.errors import PlaceError, Problem, did_you_mean
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

ARM_KEYS = ("policy", "policies", "place", *GROUPS)
"""What an arm is made of."""
EXAMPLE = "more100: {place: {workers: '+= 100'}}; weak: 'dual_report:active_share=0.1'"
_OPERATOR = re.compile(r"\s*([-+*]=)(.*)", re.DOTALL)

Where = Callable[[str], str]
"""From a dotted key of the file to file and line."""


def read_arms(said: Any, where: Where) -> tuple[list[Arm], list[Problem]]:
    """Read the arms of a study's file.

    Parameters
    ----------
    said : Any
        What the file says: ``NAME: {policy: [...], policies: {...}, place: {...}}`` each, or the words that would be
        typed, ``NAME: dual_report:active_share=0.1``; a list of such words is taken too.
    where : callable
    """
    if isinstance(said, list):
        return _of_list(said, where("arms"))
    if not isinstance(said, Mapping) or not said:
        return [], [Problem(where("arms"), f"found {shown_value(said)}", "arms by name", EXAMPLE)]
    arms, problems = [], []
    for name, content in said.items():
        key, called = f"arms.{name}", str(name)
        if isinstance(content, str):
            arm, wrong = read_body(content, called, where(key))
        elif content is None or isinstance(content, Mapping):
            arm, wrong = _of_tree(called, content or {}, key, where)
        else:
            arm, wrong = Arm(called), [Problem(where(key), f"found {shown_value(content)}", "settings", EXAMPLE)]
        problems += [*name_problems(called, where(key), arm), *wrong]
        arms.append(arm)
    return arms, problems


def _of_list(words: list[Any], where: str) -> tuple[list[Arm], list[Problem]]:
    arms, problems = [], []
    for word in words:
        if not isinstance(word, str):
            problems.append(Problem(where, f"found {shown_value(word)}", "arms as they are typed, or by name", EXAMPLE))
            continue
        arm, wrong = read_arm(word)
        problems += wrong
        arms += [arm] if arm is not None else []
    return arms, problems


def _of_tree(name: str, tree: Mapping[str, Any], key: str, where: Where) -> tuple[Arm, list[Problem]]:
    """Read an arm that is written as settings."""
    problems: list[Problem] = []
    levers = lever_names(tree.get("policy"), problems, where(f"{key}.policy"))
    for lever in levers:
        if lever not in POLICIES:
            hint = did_you_mean(lever[:120], list(POLICIES))
            problems.append(Problem(where(f"{key}.policy"), f"{shown_value(lever)} is not a lever", "", hint))
    for own in tree:
        if own not in ARM_KEYS:
            hint = did_you_mean(own[:120], ARM_KEYS)
            problems.append(Problem(where(f"{key}.{own}"), f"{cut(own)}: an arm has no such setting", "", hint))
    changes = []
    for owner in ("place", "policies", *GROUPS):
        if owner in tree and not isinstance(tree[owner], Mapping):
            found = f"{owner}: found {shown_value(tree[owner])}"
            problems.append(Problem(where(f"{key}.{owner}"), found, "settings below it, indented"))
        elif owner in tree:
            for setting, value in leaves(tree[owner], owner):
                change, wrong = _change(setting, value, where(f"{key}.{setting}"))
                problems += wrong
                changes += [change] if change else []
    problems += twice(tuple(changes), where(key))
    return Arm(name, tuple(levers), tuple(changes), where(key)), problems


def leaves(tree: Any, above: str) -> Iterator[tuple[str, Any]]:
    """Every setting of a branch, by dotted key."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from leaves(value, f"{above}.{key}")
    else:
        yield above, tree


def _change(key: str, value: Any, where: str) -> tuple[Change | None, list[Problem]]:
    op = "="
    if isinstance(value, str) and (said := _OPERATOR.match(value)):
        op, text = said.groups()
        assert op in OPERATORS
        try:
            value = value_of(text.strip())
        except PlaceError as error:
            return None, [Problem(where, f"{key}: {cut(text)} cannot be read: {error}", f"a number behind {op}")]
    change = Change(key, op, value, where)
    found = [p for p in (key_problem(key, where), value_problem(change, where)) if p is not None]
    return (None, found[:1]) if found else (change, [])
