"""Take our own flags off the arguments before the rest goes to Hydra."""

from __future__ import annotations

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
