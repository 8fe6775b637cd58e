"""The language in force: of a command, of a figure, of one visitor of the viewer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("en", "zh", "both")
FLAG = "--lang"
_IN_FORCE: ContextVar[str] = ContextVar("language", default="en")


def in_force() -> str:
    """Language in which things are said now; English unless somebody asked for another."""
    return _IN_FORCE.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say things in a language for a while.

    Parameters
    ----------
    language : {"en", "zh", "both"}
        A thread begins in English, whatever its parent speaks.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: found {language!r}; allowed: {', '.join(LANGUAGES)}")
    before = _IN_FORCE.set(language)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def asked_for(args: Sequence[str]) -> str:
    """Language that the arguments of a command ask for; that of the system where they name none that is known."""
    said = [value or after for arg, after in zip(args, [*args[1:], ""], strict=True)
            for flag, _, value in [arg.partition("=")] if flag == FLAG]  # fmt: skip
    return next((value for value in said if value in LANGUAGES), of_environment())


def of_environment() -> str:
    """Language that the system is set to: Chinese if it says so, else English."""
    said = next((s for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (s := os.environ.get(name))), "")
    return "zh" if said.lower().startswith("zh") else "en"
