"""What the page asks to be run, as words of the command line; and what the command line says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sim.config.arms import BASELINE
from sim.config.run import RunConfig
from sim.errors import ConfigError, Problem
from sim.i18n import Bilingual, joined, say
from sim.parameters.param import describe
from sim.policies import POLICIES
from sim.state.costs import FUNDING
from sim.viewer.places import offered

TOGETHER, EACH, BOTH = "together", "each", "both"
"""Whether the levers that are chosen make one arm, an arm each, or both."""
MOST_PAIRS, MOST_SEED, MOST_DRAWS = 500, 2**31 - 1, 256
_VALUE = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[a-z][a-z_]*|\[\d+(?:,\d+)*\]")
"""A number, a word, or a list of whole numbers: nothing else is handed on from a page."""
_FOLDER = re.compile(r"[\w][\w-]{0,59}")


class Checked(NamedTuple):
    """A run that can be begun.

    Attributes
    ----------
    folder : Path
        The study folder.
    place : Bilingual
    arms : dict name -> RunConfig
    lives : int
        Replications of all arms and draws.
    """

    folder: Path
    place: Bilingual
    arms: Mapping[str, RunConfig]
    lives: int


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What the command line lends to the viewer, which stands below it.

    Attributes
    ----------
    check : callable
        Checks words as ``govsim compare`` does; raises `ConfigError`.
    command : callable
        What is executed for words in a language.
    """

    check: Callable[[Sequence[str]], Checked]
    command: Callable[[Sequence[str], str], Sequence[str]]


def words_of(form: Mapping[str, Any]) -> list[str]:
    """Words of the command line that say what a page asks for.

    Parameters
    ----------
    form : mapping
        ``place``, ``levers`` {name: {dose: value}}, ``funding``, ``arms`` (`TOGETHER`, ...), ``pairs``, ``seed``,
        ``draws``, ``folder``.

    Raises
    ------
    ConfigError
        For what is no form of ours; whether the values make sense is checked by the command line.
    """
    problems: list[Problem] = []

    def whole(name: str, usual: int, least: int, most: int) -> int:
        value = form.get(name, usual)
        text = str(value).strip()
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,10}", text) or not least <= int(text) <= most:
            problems.append(_wrong(name, value, say("viewer.whole", least=least, most=most)))
            return usual
        return int(text)

    place = form.get("place", "")
    if place not in offered():
        problems.append(_wrong("place", place, joined(offered())))
    funding = form.get("funding", FUNDING[0])
    if funding not in FUNDING:
        problems.append(_wrong("funding", funding, joined(FUNDING)))
    levers = form.get("levers")
    chosen = levers if isinstance(levers, Mapping) else {}
    arms = [_arm(str(name), doses, str(funding), problems) for name, doses in chosen.items()]
    if not arms:
        problems.append(Problem("levers", say("viewer.no_lever"), say("viewer.one_lever")))
    how = form.get("arms", TOGETHER)
    if how not in (TOGETHER, EACH, BOTH):
        problems.append(_wrong("arms", how, joined((TOGETHER, EACH, BOTH))))
    settings = [f"place={place}", f"pairs={whole('pairs', 5, 2, MOST_PAIRS)}", f"seed={whole('seed', 1, 0, MOST_SEED)}"]
    settings.append(f"draws={whole('draws', 0, 0, MOST_DRAWS)}")
    if folder := str(form.get("folder") or ""):
        if _FOLDER.fullmatch(folder):
            settings.append(f"into={folder}")
        else:
            problems.append(_wrong("into", folder, say("viewer.folder_name")))
    if problems:
        raise ConfigError(problems)
    many = len(arms) > 1
    single = arms if how in (EACH, BOTH) or not many else []
    whole_arm = ["+".join(arms)] if many and how in (TOGETHER, BOTH) else []
    return [BASELINE, *single, *whole_arm, *settings]


def _arm(name: str, doses: Any, funding: str, problems: list[Problem]) -> str:
    """Write a lever with its doses."""
    if name not in POLICIES:
        problems.append(_wrong("levers", name, say("viewer.one_lever")))
        return name
    known = {info.name for info in describe(f"policies.{name}", POLICIES[name]) if info.unit != "path"}
    given = {str(key): str(value).strip() for key, value in doses.items()} if isinstance(doses, Mapping) else {}
    if funding != FUNDING[0]:
        given["funding"] = funding
    for key, value in given.items():
        if key not in known:
            problems.append(_wrong(f"policies.{name}", key, say("viewer.a_dose")))
        elif not _VALUE.fullmatch(value):
            problems.append(_wrong(f"policies.{name}.{key}", value, say("arms.number_word_list")))
    return f"{name}:{','.join(f'{key}={value}' for key, value in given.items())}" if given else name


def _wrong(where: str, value: Any, allowed: str) -> Problem:
    return Problem(where, say("errors.found", x=repr(value)[:80]), allowed)
