"""Take our own flags off the arguments before the rest goes to Hydra."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from sim.errors import ConfigError, Problem


def take_flag(args: list[str], flag: str) -> bool:
    """Remove a flag; say whether it was there."""
    found = flag in args
    while flag in args:
        args.remove(flag)
    return found


def take_value(args: list[str], flag: str) -> str | None:
    """Remove ``--flag value`` or ``--flag=value``; return the value, or None if it is not there.

    Raises
    ------
    ConfigError
        If the flag stands alone.
    """
    for i, arg in enumerate(args):
        if arg.startswith(f"{flag}="):
            del args[i]
            return arg.partition("=")[2]
        if arg == flag:
            if i + 1 >= len(args):
                raise ConfigError([Problem(flag, "a value is missing", f"{flag} VALUE")])
            value = args[i + 1]
            del args[i : i + 2]
            return value
    return None


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
    if key not in ("results_dir", "study") or value[:1] in ("'", '"', "[", "{") or "," in value:
        return arg
    meant = os.path.expandvars(os.path.expanduser(value)) if key == "results_dir" else value
    if _AS_IT_STANDS.fullmatch(meant):
        return f"{key}={meant}"
    escaped = re.sub(r"(\\*)('|$)", lambda m: m[1] * 2 + ("\\'" if m[2] else ""), meant)
    return f"{key}='{escaped}'"


def strangers(args: Sequence[str], command: str, flags_of: Mapping[str, Sequence[str]]) -> list[Problem]:
    """Find the flags that a command does not have, and say which it has and who has the one asked for.

    Parameters
    ----------
    args : sequence of str
        What was typed after the command.
    command : str
    flags_of : mapping
        Flags of every command.
    """
    own, found = flags_of[command], []
    for flag in dict.fromkeys(arg.partition("=")[0] for arg in args if arg.startswith("-")):
        if flag not in own:
            others = [name for name, flags in flags_of.items() if flag in flags]
            hint = f"it is a flag of: {', '.join(others)}" if others else _near(flag, own)
            found.append(Problem(flag, f"not a flag of govsim {command}", ", ".join((*own, "--help")), hint))
    return found


def without_strangers(args: Sequence[str], own: Sequence[str]) -> list[str]:
    """Leave out the flags that a command does not have, each with what looks like its value: no setting, no folder."""
    left: list[str] = []
    behind = False
    for arg in args:
        flag = arg.startswith("-")
        strange = flag and arg.partition("=")[0] not in own
        if not strange and (flag or not behind or "=" in arg or Path(arg).exists()):
            left.append(arg)
        behind = strange and "=" not in arg
    return left


def _near(flag: str, own: Sequence[str]) -> str:
    """Compare flags without their dashes, which would make any two alike."""
    dashes = {known.lstrip("-"): known for known in own}
    near = get_close_matches(flag.lstrip("-"), list(dashes), n=1)
    return f"did you mean {dashes[near[0]]}?" if near else ""
