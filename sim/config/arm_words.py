"""Words of the command line, sorted into arms and settings, and arms read from them.

::

    ARM  = [NAME=] PART {+ PART}
    PART = baseline | LEVER[:DOSE{,DOSE}] | SETTING OP VALUE
    DOSE = KEY OP VALUE                                          OP: =  +=  -=  *=

A word without ``=`` is an arm. ``X=...`` is a setting if X has a dot or is a known key, else an arm named X. Values
are written as in YAML: ``3``, ``0.5``, ``word``, ``[1,2]``, ``'with a + in it'``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sim.config.arms import BASELINE, Arm, Change, fully_named, key_problem, twice, value_problem
from sim.config.layers import Layer
from sim.config.place_files import place_names
from sim.config.plain_yaml import load_plain, without_first_line
from sim.config.schema import cut, shown_value
from sim.errors import PlaceError, Problem, did_you_mean, nearest, words_of
from sim.i18n import joined, say
from sim.parameters.run import RUN_KEYS
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

KEYS = (*RUN_KEYS, "place", "policy", "policies", "in_force", "arms", *GROUPS)
"""Settings without a dot."""
EXAMPLE = say("arms.example")
_NAME = re.compile(r"[^\W_][\w-]*")
"""Names of arms: a letter or digit, then letters, digits, - and _."""
_SAID = re.compile(r"(?P<key>[^=]*?)(?P<op>[-+*]?=)(?P<value>.*)", re.DOTALL)
_EXPONENT = re.compile(r"\d\.?[eE]$")
_FULL_WIDTH: dict[str, str | int | None] = {chr(ord(c) + 0xFEE0): c for c in ":=+,-*"}
"""Marks as Chinese keyboards write them."""


@dataclass(slots=True)
class Sorted:
    """Words of the command line, sorted.

    Attributes
    ----------
    arms : list of Arm
    own : dict arm -> list of Change
        What was typed for one arm alone, ``arms.NAME.KEY=VALUE``.
    settings : list of str
        As they were typed.
    problems : list of Problem
    """

    arms: list[Arm] = field(default_factory=list)
    own: dict[str, list[Change]] = field(default_factory=dict)
    settings: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sort_words(words: Sequence[str], also: Collection[str] = ()) -> Sorted:
    """Sort the words of a command that compares arms, and read the arms.

    Parameters
    ----------
    words : sequence of str
        Without flags.
    also : collection of str
        Settings that the command knows besides those of a run (``pairs``).
    """
    found, known = Sorted(), {*KEYS, *also}
    for word in words:
        if word.startswith("arms."):
            _read_own(word, found)
        elif is_arm(word, known):
            arm, problems = read_arm(word, known)
            found.problems += problems
            if arm is not None:
                found.arms.append(arm)
        elif problem := _operator_outside(word):
            found.problems.append(problem)
        else:
            found.settings.append(word)
    found.problems += same_names(found.arms)
    return found


def is_arm(word: str, known: Collection[str] = KEYS) -> bool:
    """Whether a word is an arm, rather than a setting."""
    head, equals, _ = word.partition("=")
    if not equals:
        return not word.startswith("~")  # with it, Hydra takes a setting away
    if head[:1] in ("+", "~") or "/" in head or "@" in head:
        return False  # Hydra's forms
    if ":" in head or "+" in head[1:-1]:
        return True  # an arm without a name
    return "." not in head and head.rstrip("+-*") not in known


def same_names(arms: Sequence[Arm]) -> list[Problem]:
    """Find arms that are called alike."""
    by_name: dict[str, list[str]] = {}
    for arm in arms:
        by_name.setdefault(arm.name, []).append(arm.where)
    return [
        Problem(cut(name), say("arms.same_name", arms=cut(", ".join(said))), say("arms.own_name"),
                say("arms.name_them", a=cut(said[0]), b=cut(said[1])))
        for name, said in by_name.items() if len(said) > 1
    ]  # fmt: skip


def _operator_outside(word: str) -> Problem | None:
    """Find ``place.workers+=100`` among the settings: for all arms there is no number below it."""
    said = _SAID.match(word)
    if said and said["op"] != "=" and said["key"] and said["key"][0] not in "+~":
        hint = say("arms.is_arm", word=cut(word)) if "." in said["key"] else ""
        found, allowed = say("arms.in_arm_only", op=said["op"]), say("arms.equals", op=said["op"])
        return Problem(cut(word), found, allowed, hint)
    return None


def _read_own(word: str, found: Sorted) -> None:
    """Read ``arms.NAME.KEY=VALUE``."""
    said = _SAID.match(word)
    _, _, rest = (said["key"] if said else word).partition(".")
    name, _, key = rest.partition(".")
    if not said or not name or not key:
        found.problems.append(Problem(cut(word), say("arms.unread"), say("arms.own_form")))
        return
    change, problems = _change(key, said["op"], said["value"], word, cut(word))
    found.problems += problems
    if change is not None:
        own = found.own.setdefault(name, [])
        if any(c.key == key for c in own):
            found.problems.append(Problem(cut(word), say("arms.twice", key=f"arms.{name}.{key}"), say("errors.once")))
        own.append(replace(change, layer=Layer.TYPED))


def read_arm(word: str, known: Collection[str] = KEYS) -> tuple[Arm | None, list[Problem]]:
    """Read an arm as it was typed.

    Parameters
    ----------
    word : str
    known : collection of str
        Settings without a dot, to tell a misspelt one from an arm.

    Returns
    -------
    arm, problems
        No arm where there is a problem.
    """
    if wide := [c for c in _FULL_WIDTH if c in word]:
        hint = say("errors.did_you_mean", names=cut(word.translate(str.maketrans(_FULL_WIDTH))))
        return None, [Problem(cut(word), say("arms.full_width", sign=wide[0]), f"{_FULL_WIDTH[wide[0]]}", hint)]
    name, body = _name_of(word)
    if name is not None and _misspelt(name, body, known):
        return None, [_no_setting(name, body, known)]
    arm, problems = read_body(body, name or "", word)
    if name is not None:
        problems = [*name_problems(name, word, arm), *problems]
    elif not problems and arm.name == "":
        problems = [Problem(cut(word), say("arms.no_name"), say("arms.named", word=cut(word)), EXAMPLE)]
    return (None, problems) if problems else (arm, [])


def read_body(body: str, name: str, where: str) -> tuple[Arm, list[Problem]]:
    """Read what stands behind the name of an arm.

    Parameters
    ----------
    body : str
        ``dual_report:active_share=0.1+place.workers=300``.
    name : str
        Empty for none: it is then called by its levers; an arm that changes settings cannot be.
    where : str
        Where it is said.
    """
    levers: list[str] = []
    changes: list[Change] = []
    problems: list[Problem] = []
    plain = True
    shown = cut(where)
    parts = list(_pieces(body, "+"))
    for part in parts:
        colon, equals = part.find(":"), part.find("=")
        if colon >= 0 and (equals < 0 or colon < equals):
            lever, doses = part[:colon], part[colon + 1 :]
            problems += _lever_problems(lever, shown)
            levers.append(lever)
            for dose in _pieces(doses, ","):
                change, wrong = _dose(lever, dose, where, shown)
                problems += wrong if lever in POLICIES else []
                changes += [change] if change else []
        elif equals >= 0:
            said = _SAID.match(part)
            assert said is not None  # it has a =
            change, wrong = _change(said["key"], said["op"], said["value"], where, shown)
            problems += wrong
            changes += [change] if change else []
            plain = False
        elif part != BASELINE:
            problems += _lever_problems(part, shown)
            levers.append(part)
    if BASELINE in parts and levers:
        found = say("arms.baseline_beside", baseline=BASELINE, levers=joined(map(cut, levers)))
        problems.append(Problem(shown, found, say("arms.levers_or", baseline=BASELINE)))
    for lever in filter(None, dict.fromkeys(levers)):
        if levers.count(lever) > 1:
            found = say("arms.named_times", lever=cut(lever), n=levers.count(lever))
            problems.append(Problem(shown, found, say("checks.each_once")))
    problems = list({str(p): p for p in [*problems, *twice(tuple(changes), shown)]}.values())
    called = name or ("+".join(levers) or BASELINE if plain else "")
    return Arm(called, tuple(levers), tuple(changes), where), problems


def _name_of(word: str) -> tuple[str | None, str]:
    """Part the name of an arm from the rest; None if it has none."""
    head, equals, body = word.partition("=")
    if not equals or ":" in head or "+" in head[1:] or "." in head or head[-1:] in ("-", "*"):
        return None, word
    return head, body


def _misspelt(name: str, body: str, known: Collection[str]) -> bool:
    """Whether what looks like an arm is rather a setting: it holds no lever, and its name or value is like one's."""
    if any(_word(p) in POLICIES or _word(p) == BASELINE or "." in p.partition("=")[0] for p in _pieces(body, "+")):
        return False
    bare = body[:1] in "[{'\"" or not body.strip() or body[:1].isdigit() or body[:1] in "-+."
    return bare or (bool(nearest(name[:120], list(known))) and not nearest(_word(body)[:120], list(POLICIES)))


def _no_setting(name: str, body: str, known: Collection[str]) -> Problem:
    value = cut(body) or say("arms.nothing")
    hint = nearest(name[:120], list(known)) or say("arms.an_arm", example=EXAMPLE)
    return Problem(cut(name) or "=", say("arms.neither", value=value), "", hint)


def _word(part: str) -> str:
    """The word of a part that would be its lever."""
    return re.split(r"[:=]", part, maxsplit=1)[0].strip()


def name_problems(name: str, word: str, arm: Arm) -> list[Problem]:
    """Say why an arm cannot be called so; `word` is where it is said."""
    if not _NAME.fullmatch(name) or len(name) > 60:
        return [Problem(cut(word), say("arms.bad_name", name=shown_value(name)), say("arms.good_name"))]
    if name == BASELINE and arm.levers:
        return [
            Problem(cut(word), say("arms.baseline_levers", name=BASELINE), say("arms.baseline_alone", name=BASELINE))
        ]
    if name in POLICIES and name not in arm.levers:
        return [Problem(cut(word), say("arms.without_lever", name=name), say("arms.another_name"))]
    return []


def _lever_problems(lever: str, where: str) -> list[Problem]:
    if lever in POLICIES:
        return []
    if not lever:
        return [Problem(where, say("arms.lever_missing"), EXAMPLE)]
    hint = say("cli.mean_place", place=lever) if lever in place_names() else ""
    hint = hint or fully_named(lever) or did_you_mean(lever[:120], [BASELINE, *POLICIES])
    return [Problem(where, say("cli.no_lever", name=shown_value(lever)), "", hint)]


def _dose(lever: str, dose: str, where: str, shown: str) -> tuple[Change | None, list[Problem]]:
    said = _SAID.match(dose)
    if said is None:
        none = say("arms.no_dose", lever=cut(lever))
        found = say("arms.bad_dose", dose=shown_value(dose), lever=cut(lever)) if dose else none
        return None, [Problem(shown, found, say("arms.dose_form"))]
    return _change(f"policies.{lever}.{said['key'].strip()}", said["op"], said["value"], where, shown)


def _change(key: str, op: str, text: str, where: str, shown: str) -> tuple[Change | None, list[Problem]]:
    """Read one change; its key, its value."""
    key = key.strip()
    found = [problem] if (problem := key_problem(key, shown)) else []
    try:
        change = Change(key, op, value_of(text), where)
    except PlaceError as error:
        unread = say("arms.value_unread", key=key, text=cut(text), why=words_of(error))
        return None, [*found, Problem(shown, unread, say("arms.number_word_list"))]
    found += [problem] if (problem := value_problem(change, shown)) else []
    return (None, found) if found else (change, [])


def value_of(text: str) -> Any:
    """Read a value as YAML would.

    Raises
    ------
    PlaceError
        If it cannot be read.
    """
    try:
        return load_plain(text)
    except PlaceError as error:
        raise PlaceError(without_first_line(error)) from None
    except RecursionError:
        raise PlaceError(say("cli.endless")) from None


def _pieces(text: str, mark: str) -> Iterator[str]:
    """Cut a text at a mark, outside of brackets and quotes; a + that belongs to a number or to ``+=`` stays."""
    depth, quote, start = 0, "", 0
    for i, c in enumerate(text):
        if quote:
            quote = "" if c == quote else quote
        elif c in "'\"" and text[i - 1 : i] in ("=", "[", ",", " "):
            quote = c
        elif c in "[{(":
            depth += 1
        elif c in "]})":
            depth -= 1
        elif c == mark and depth <= 0 and not (c == "+" and _of_a_number(text, i)):
            yield text[start:i].strip()
            start = i + 1
    yield text[start:].strip()


def _of_a_number(text: str, at: int) -> bool:
    """Whether a + belongs to ``+=``, to a sign as in ``=+5``, or to an exponent as in ``1e+5``."""
    before, after = text[:at], text[at + 1 : at + 2]
    return after == "=" or before.endswith("=") or (bool(_EXPONENT.search(before[-4:])) and after.isdigit())
