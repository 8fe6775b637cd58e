"""Arms as a study's file writes them, read into the same records as those that are typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sim.config.arm_words import name_problems, read_arm, read_body, value_of
from sim.config.arms import OPERATORS, Arm, Change, key_problem, twice, value_problem
from sim.config.checks import lever_names
from sim.config.schema import cut, shown_value
from sim.errors import PlaceError, Problem, did_you_mean, words_of
from sim.i18n import say
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

ARM_KEYS = ("policy", "policies", "place", *GROUPS)
"""What an arm is made of."""
LEVERS_TOO = ("lever", "levers")
"""What the word for a lever's setting might be taken for."""
EXAMPLE = say("arms.file_example")
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
        return [], [Problem(where("arms"), say("errors.found", x=shown_value(said)), say("arms.by_name"), EXAMPLE)]
    arms, problems = [], []
    for name, content in said.items():
        key, called = f"arms.{name}", str(name)
        if isinstance(content, str):
            arm, wrong = read_body(content, called, where(key))
        elif content is None or isinstance(content, Mapping):
            arm, wrong = _of_tree(called, content or {}, key, where)
        else:
            found = say("errors.found", x=shown_value(content))
            arm, wrong = Arm(called), [Problem(where(key), found, say("arms.settings"), EXAMPLE)]
        problems += [*name_problems(called, where(key), arm), *wrong]
        arms.append(arm)
    return arms, problems


def _of_list(words: list[Any], where: str) -> tuple[list[Arm], list[Problem]]:
    arms, problems = [], []
    for word in words:
        if not isinstance(word, str):
            found = say("errors.found", x=shown_value(word))
            problems.append(Problem(where, found, say("arms.typed_or_named"), EXAMPLE))
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
            problems.append(Problem(where(f"{key}.policy"), say("cli.no_lever", name=shown_value(lever)), "", hint))
    for own in tree:
        if own not in ARM_KEYS:
            hint = say("study.as_policies") if own in LEVERS_TOO else did_you_mean(own[:120], ARM_KEYS)
            problems.append(Problem(where(f"{key}.{own}"), say("arms.has_no", key=cut(own)), "", hint))
    changes = []
    for owner in ("place", "policies", *GROUPS):
        if owner in tree and not isinstance(tree[owner], Mapping):
            found = say("places.found", key=owner, x=shown_value(tree[owner]))
            hint = say("study.as_policy") if owner == "policies" else ""
            problems.append(Problem(where(f"{key}.{owner}"), found, say("study.settings_below"), hint))
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
            found = say("arms.value_unread", key=key, text=cut(text), why=words_of(error))
            return None, [Problem(where, found, say("arms.number_behind", op=op))]
    change = Change(key, op, value, where)
    wrong = [p for p in (key_problem(key, where), value_problem(change, where)) if p is not None]
    return (None, wrong[:1]) if wrong else (change, [])
