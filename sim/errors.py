"""Every error that govsim raises.

::

    GovsimError                     anything we raise on purpose
    |-- ConfigError                 a run was described wrongly; carries all problems (exit code 2)
    |-- PlaceError                  a place cannot be built from its numbers (exit code 2)
    |-- ResultError                 a run folder is missing, incomplete or of another version
    |-- FolderInUse                 another process writes into the study folder (exit code 6)
    |-- OtherCode                   a folder holds results of other code (exit code 7)
    |-- Mismatch                    tasks that were lived again gave other bits (exit code 4)
    |-- Unfinished                  the time that was given is used up; what is missing can be resumed (exit code 5)
    |-- SomeFailed                  some tasks failed, the rest is there (exit code 3)
    |-- EngineError                 the workers could not be had, or were lost; what had finished is kept
    |   `-- Refused                 a worker has other code than the tasks were made for
    |-- UnknownNameError            a lever or a mechanism uses a rule or a memory that there is not
    |-- InvariantError              the model broke a conservation law: a bug, please report
    `-- Interrupted                 the run was stopped; what had finished is kept (exit code 130, 143 or 129)
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sim.i18n import Bilingual, joined, say


class GovsimError(Exception):
    """Anything that govsim raises on purpose."""

    exit_code = 1
    """Of the program that ends with it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what the user asked for.

    Attributes
    ----------
    where : str
        The setting, as the user would type it (``workers.hours_per_day``).
    found : str
        What was found, with its unit.
    allowed : str
        What is allowed, with its unit.
    hint : str
        What was probably meant, or which command shows more.
    """

    where: str
    found: str
    allowed: str = ""
    hint: str = ""

    def __str__(self) -> str:
        """Say the problem in one paragraph."""
        return str(self.told())

    def told(self) -> Bilingual:
        """Say the problem in both languages."""
        lines: list[str] = [say("errors.problem", where=self.where, found=self.found)]
        if self.allowed:
            lines.append(say("errors.allowed", allowed=self.allowed))
        if self.hint:
            lines.append(say("errors.hint", hint=self.hint))
        return joined(lines, "\n")


class ConfigError(GovsimError, ValueError):
    """A run was described wrongly; all problems at once.

    Attributes
    ----------
    problems : tuple of Problem
    """

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = say("errors.one") if count == 1 else say("errors.many", n=count)
        body: list[str] = [say("errors.numbered", i=i, problem=p.told()) for i, p in enumerate(self.problems, start=1)]
        # an empty list of problems leaves the line below empty, too
        super().__init__(joined([head, *(body or [""])], "\n"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Come out of another process as it went in: with the problems, not with the text made of them."""
        return type(self), (self.problems,)


def words_of(error: BaseException) -> str:
    """What an error says, in both languages where it is ours."""
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)


class PlaceError(GovsimError, ValueError):
    """A place cannot be built from its numbers."""

    exit_code = 2


class ResultError(GovsimError):
    """A run folder is missing, incomplete, or written by another version."""


class SomeFailed(GovsimError):  # noqa: N818 -- the rest is there
    """Some tasks failed; what was told of each lies in the folder, the rest is there."""

    exit_code = 3


class Mismatch(GovsimError):  # noqa: N818 -- what was found
    """Tasks that were lived again gave other bits than their rows."""

    exit_code = 4


class Unfinished(GovsimError):  # noqa: N818 -- nothing went wrong
    """The time that was given is used up; what had finished is kept."""

    exit_code = 5


class FolderInUse(GovsimError):  # noqa: N818 -- a courtesy
    """Another process writes into the study folder."""

    exit_code = 6


class OtherCode(GovsimError):  # noqa: N818 -- what was found
    """A study folder holds results of code that moves numbers in another way."""

    exit_code = 7


class EngineError(GovsimError):
    """The workers could not be had, or were lost in the middle; what had finished is kept and can be resumed."""


class Refused(EngineError):  # noqa: N818 -- what the worker did
    """A worker has other code than the tasks were made for."""


class UnknownNameError(GovsimError, LookupError):
    """Code asks for a rule or a column of memory that nobody has declared: misspelt, most likely."""


class InvariantError(GovsimError, AssertionError):
    """The model broke one of its conservation laws."""


class Interrupted(GovsimError):  # noqa: N818 -- not an error of anybody's
    """The user, or the machine, stopped the run; finished replications are kept.

    Attributes
    ----------
    signum : int
        The signal: SIGINT (2), SIGTERM (15) or SIGHUP (1); the exit code is 128 more.
    """

    def __init__(self, what: str = "", signum: int = 2) -> None:
        self.signum = signum
        super().__init__(what or say("errors.interrupted"))


_REASONS = {
    errno.ENOSPC: "errors.disk_full",
    errno.EDQUOT: "errors.quota",
    errno.EROFS: "errors.read_only",
    errno.EACCES: "errors.denied",
    errno.EPERM: "errors.denied",
    errno.ENOENT: "errors.no_file",
    errno.ENOTDIR: "errors.not_folder",
    errno.EISDIR: "errors.is_folder",
    errno.EEXIST: "errors.exists",
    errno.ENAMETOOLONG: "errors.too_long",
    errno.ELOOP: "errors.circle",
    errno.EFBIG: "errors.too_large",
    errno.EIO: "errors.fault",
    errno.EMFILE: "errors.too_many",
    errno.ENFILE: "errors.too_many",
}


def reason(error: OSError) -> str:
    """Say in words why the system refused.

    Parameters
    ----------
    error : OSError
        With its number; without one, or with a rare one, the system's own words are given.
    """
    if key := _REASONS.get(error.errno or 0):
        return say(key)
    return error.strerror or str(error) or type(error).__name__


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Suggest the known name nearest to a misspelt one, or list what there is.

    Parameters
    ----------
    word : str
        What was typed.
    known : sequence of str
        What exists.
    """
    return nearest(word, known) or say("errors.known", names=joined(known))


def nearest(word: str, known: Sequence[str]) -> str:
    """Suggest the known name nearest to a misspelt one; nothing if none is near."""
    near = get_close_matches(word, known, n=2, cutoff=0.6)
    if not near:
        return ""
    names = near[0] if len(near) == 1 else say("errors.or", one=near[0], other=near[1])
    return say("errors.did_you_mean", names=names)
