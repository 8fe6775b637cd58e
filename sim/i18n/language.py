"""The language in force: of a command, of a figure, of one visitor of the viewer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

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
    """Language that the user has set (``govsim config lang=zh``), else that of the system: Chinese or English."""
    if (own := of_user()) is not None:
        return own
    said = next((s for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (s := os.environ.get(name))), "")
    return "zh" if said.lower().startswith("zh") else "en"


def user_file() -> Path:
    """Where the user's language is kept; ``GOVSIM_CONFIG_DIR`` names another folder."""
    import platformdirs

    return Path(os.environ.get("GOVSIM_CONFIG_DIR") or platformdirs.user_config_dir("govsim")) / "lang"


def of_user() -> str | None:
    """Language that the user has set; None where there is none, or none that is known."""
    try:
        said = user_file().read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return said if said in LANGUAGES else None
