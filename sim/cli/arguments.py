"""What each command takes, and what was typed for it.

A command declares its words, settings and flags once, as its ``TAKES``. argparse takes the flags by it, the help is
written from it, and so are the hints to flags of other commands. Nothing stops at the first fault: all are told.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn

from sim.errors import ConfigError, Problem, nearest
from sim.i18n import FLAG, LANGUAGES, Bilingual, joined, say


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of a command.

    Attributes
    ----------
    names : tuple of str
        Its spellings; by the first it is asked for.
    value : str
        What stands for its value in the help; empty for a flag that stands alone.
    allowed : tuple of str
        The values that there are; empty where the command itself looks at them.
    may_stand_alone : bool
        Whether its value may be left out.
    hydras : bool
        Whether it is Hydra's, which has a help of its own.
    """

    names: tuple[str, ...]
    value: str = ""
    allowed: tuple[str, ...] = ()
    may_stand_alone: bool = False
    hydras: bool = False

    def __str__(self) -> str:
        """Write it as in a line of usage."""
        return " ".join(filter(None, (self.names[0], self.value or "|".join(self.allowed))))

    @property
    def stands_alone(self) -> bool:
        """Whether it never takes a value."""
        return not self.value and not self.allowed


JSON = Flag(("--json",))
LANG = Flag((FLAG,), allowed=LANGUAGES)
"""Language of what is printed; every command has it, and it is in force before anything else is looked at."""
MEASURES = Flag(("--measures",), "a,b|all")
SWEEP = Flag(("-m", "--multirun"))

NUMBERS = ("cli.none", "cli.one", "cli.two")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a command that are neither flags nor settings.

    Attributes
    ----------
    name : str
        What stands for one in the help.
    least : int
    most : int, optional
        None for any number.
    allowed : tuple of str
        The words that there are; empty where the command itself looks at them.
    example : str
    more : str
        What stands for further ones in the help, where they are of another kind than the first.
    """

    name: str
    least: int = 1
    most: int | None = 1
    allowed: tuple[str, ...] = ()
    example: str = ""
    more: str = ""

    def __str__(self) -> str:
        """Write them as in a line of usage."""
        one = "|".join(self.allowed) or self.name
        return " ".join([one] * self.least + ([f"[{self.more or one} ...]"] if self.most is None else []))

    def problems(self, given: Sequence[str], *, some_left_out: bool) -> list[Problem]:
        """Find what is wrong with the words given; there may be too few if some were left out with a wrong flag."""
        found = [
            Problem(self.name, say("errors.found", x=repr(word)), ", ".join(self.allowed), nearest(word, self.allowed))
            for word in given
            if self.allowed and word not in self.allowed
        ]
        few = len(given) < self.least and not some_left_out
        if few or (self.most is not None and len(given) > self.most):
            told = say("cli.given", n=len(given), what=" ".join(given)) if given else say("cli.none_given")
            number = say(NUMBERS[self.least])
            if self.most is None:
                number = say("cli.or_more", number=number)
            example = (
                say("cli.of", names=", ".join(self.allowed))
                if self.allowed
                else say("cli.example", example=self.example)
            )
            found.append(Problem(self.name, told, say("cli.number_of", number=number, example=example)))
        return found


@dataclass(frozen=True, slots=True)
class Takes:
    """All that a command takes.

    Attributes
    ----------
    flags : tuple of Flag
    words : Words, optional
    settings : bool
        Whether it takes key=value.
    """

    flags: tuple[Flag, ...] = ()
    words: Words | None = None
    settings: bool = False

    def usage(self, command: str) -> Bilingual:
        """Write the line of usage."""
        parts = [str(self.words)] if self.words else []
        parts += ["[key=value ...]"] if self.settings else []
        rest = [command, *parts, *(f"[{flag}]" for flag in self.flags if not flag.hydras)]
        return say("cli.usage", rest=" ".join(rest))

    def spellings(self) -> dict[str, Flag]:
        """All spellings of all flags."""
        return {name: flag for flag in self.flags for name in flag.names}

    def in_words(self) -> Bilingual:
        """Name all that may stand behind the command, but for Hydra's flags."""
        words = [self.words.name] if self.words else []
        settings = [say("cli.key_value")] if self.settings else []
        return joined([*words, *settings, *(flag.names[0] for flag in self.flags if not flag.hydras), "--help"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed for a command, sorted.

    Attributes
    ----------
    words : list of str
    settings : list of str
        As key=value.
    flags : dict
        Values by the first spelling of the flag; empty for flags without one. Those with a fault are not in it.
    problems : list of Problem
        What is wrong so far; the command adds its own, see `sound`.
    typed : list of str
        All of it, as it was typed.
    """

    words: list[str]
    settings: list[str]
    flags: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    def refuse(self, more: Sequence[Problem] = ()) -> None:
        """Raise a ConfigError if anything is wrong, with all that is."""
        if found := [*self.problems, *more]:
            raise ConfigError(found) from None

    @contextmanager
    def sound(self) -> Iterator[list[Problem]]:
        """Collect further problems, those of a ConfigError too, and raise all of them at the end of the block."""
        more: list[Problem] = []
        try:
            yield more
        except ConfigError as error:
            more += error.problems
        self.refuse(more)


def without_language(args: Sequence[str]) -> list[str]:
    """Leave ``--lang`` out, which is not Hydra's."""
    kept, behind = list[str](), False
    for arg in args:
        mine = behind or arg.partition("=")[0] in LANG.names
        kept += [] if mine else [arg]
        behind = not behind and arg in LANG.names
    return kept


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Tell in our way what is left to argparse to find."""
        raise ConfigError([Problem(say("cli.flags"), message)])


def read(command: str, args: Sequence[str], takes: Takes, everyone: Callable[[], Mapping[str, Takes]]) -> Asked:
    """Sort what was typed into words, settings and flags, and find what the command does not take.

    Parameters
    ----------
    command : str
    args : sequence of str
        What was typed behind it.
    takes : Takes
    everyone : callable
        Gives what every command takes; asked only where something is wrong.
    """
    left, problems, some_left_out = _without_strangers(command, args, takes, everyone)
    parser = _Parser(add_help=False, allow_abbrev=False)
    for flag in takes.flags:
        if flag.stands_alone:
            parser.add_argument(*flag.names, dest=flag.names[0], action="append_const", const="")
        else:  # a value that is missing is a problem among others, so argparse lets it be
            parser.add_argument(*flag.names, dest=flag.names[0], action="append", nargs="?", const="")
    found, rest = parser.parse_known_args(left)
    flags: dict[str, str] = {}
    for flag in takes.flags:
        values = getattr(found, flag.names[0]) or []
        wrong = _flag_problems(flag, values)
        problems += wrong
        if values and not wrong:
            flags[flag.names[0]] = values[0]
    settings = [arg for arg in rest if _is_setting(arg, takes)]
    words = [arg for arg in rest if not _is_setting(arg, takes)]
    if not takes.settings:
        problems += [Problem(s, say("cli.no_settings", command=command), takes.in_words()) for s in settings]
    if takes.words:
        problems += takes.words.problems(words, some_left_out=some_left_out)
    else:
        problems += [_stray(word, command, takes, everyone()) for word in words]
    return Asked(words, settings, flags, problems, list(args))


def _without_strangers(
    command: str, args: Sequence[str], takes: Takes, everyone: Callable[[], Mapping[str, Takes]]
) -> tuple[list[str], list[Problem], bool]:
    """Leave out flags that the command does not have, each with what looks like its value, and say if one had any."""
    own, left, strange, some_left_out = takes.spellings(), list[str](), dict[str, Problem](), False
    behind = False
    for arg in args:
        name, equals, _ = arg.partition("=")
        if not arg.startswith("-"):
            value = behind and not _is_setting(arg, takes) and not os.path.exists(arg)
            some_left_out |= value
            left += [] if value else [arg]
            behind = False
        elif name not in own:
            strange[name], alone = _stranger(name, command, takes, everyone())
            behind = not equals and not alone
        elif equals and own[name].stands_alone:
            strange[arg], behind = Problem(name, say("cli.takes_none", x=repr(arg)), name), False
        else:
            left.append(arg)
            behind = False
    return left, list(strange.values()), some_left_out


def _stranger(name: str, command: str, takes: Takes, everyone: Mapping[str, Takes]) -> tuple[Problem, bool]:
    """Say which flags the command has and who has the one asked for, and whether that one stands alone."""
    own = takes.spellings()
    others = {other: its.spellings()[name] for other, its in everyone.items() if name in its.spellings()}
    dashes = {known.lstrip("-"): known for known in own}  # with them, any two would be alike
    near = [dashes[n] for n in get_close_matches(name.lstrip("-"), list(dashes), n=1)]
    meant = [*others.values(), *(own[n] for n in near)][:1]
    hint = (
        say("cli.flag_of", names=", ".join(others))
        if others
        else say("errors.did_you_mean", names=near[0])
        if near
        else ""
    )
    problem = Problem(name, say("cli.no_flag", command=command), ", ".join((*own, "--help")), hint)
    return problem, any(flag.stands_alone for flag in meant)


def _flag_problems(flag: Flag, values: Sequence[str]) -> list[Problem]:
    name = flag.names[0]
    if len(values) > 1:
        return [
            Problem(name, say("cli.twice", what=", ".join(f"{name} {v}".strip() for v in values)), say("errors.once"))
        ]
    if not values or flag.stands_alone:
        return []
    if not values[0]:
        return [] if flag.may_stand_alone else [Problem(name, say("cli.no_value"), str(flag))]
    if flag.allowed and values[0] not in flag.allowed:
        return [
            Problem(
                name, say("errors.found", x=repr(values[0])), ", ".join(flag.allowed), nearest(values[0], flag.allowed)
            )
        ]
    return []


def _is_setting(arg: str, takes: Takes) -> bool:
    """Tell settings from words; ``~key``, with which Hydra takes a setting away, is one, and a file's name is none."""
    if takes.settings:
        return "=" in arg or arg.startswith("~")
    return "=" in arg and not os.path.exists(arg)


def _stray(word: str, command: str, takes: Takes, everyone: Mapping[str, Takes]) -> Problem:
    """Refuse a word where none is taken, and say what was perhaps meant."""
    from sim.config.place_files import place_names
    from sim.policies import POLICIES

    hint = say("cli.command_first", word=word) if word in everyone else ""
    if takes.settings and word in place_names():
        hint = say("cli.mean_place", place=word)
    elif takes.settings and word in POLICIES:
        hint = say("cli.mean_lever", lever=word)
    return Problem(word or "''", say("cli.no_word", command=command), takes.in_words(), hint)


_AS_IT_STANDS = re.compile(r"[A-Za-z0-9_/.:@+-]*")
"""Names that Hydra reads unquoted."""


def names_quoted(args: Sequence[str]) -> list[str]:
    """Quote names of folders for Hydra, which cannot read Chinese ones bare; put in the home folder for ``~``.

    Bash replaces ``results_dir=~/x`` and ``$HOME`` itself; zsh, fish and PowerShell leave the ``~`` behind a ``=`` to
    the program. Several values of a sweep and what is quoted already stay as they are.
    """
    return [_name_quoted(arg) for arg in args]


def _name_quoted(arg: str) -> str:
    key, _, value = arg.partition("=")
    if key not in ("results_dir", "into") or value[:1] in ("'", '"', "[", "{") or "," in value:
        return arg
    meant = os.path.expandvars(os.path.expanduser(value)) if key == "results_dir" else value
    if _AS_IT_STANDS.fullmatch(meant):
        return f"{key}={meant}"
    escaped = re.sub(r"(\\*)('|$)", lambda m: m[1] * 2 + ("\\'" if m[2] else ""), meant)
    return f"{key}='{escaped}'"
