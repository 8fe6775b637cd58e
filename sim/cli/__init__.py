"""govsim on the command line: one console script, one module per command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "a small place: baseline against two policies, in a minute"),
    "run": ("run", "run a configuration; prints a table with 95 % intervals, writes a run folder"),
    "compare": ("compare", "run arms with the same fate; paired differences and a verdict in words"),
    "list": ("listing", "places, policies, measures, parameters"),
    "show": ("show", "one place, policy, measure or parameter group in full"),
    "check": ("check", "validate a configuration and say what would run"),
    "evidence": ("evidence", "every number with unit, source, quote, flag, and who uses it"),
    "plot": ("plot", "figures of a run folder"),
    "viz": ("viz", "watch a district live in the browser (extra: viz)"),
    "doctor": ("doctor", "check this machine: Python, packages, compiler, fonts, browser"),
}
USAGE, ERROR, INTERRUPTED = 2, 1, 130


def usage() -> str:
    """Help of the whole program."""
    lines = [
        "govsim: what would a change of grids, workers or duties do to response time, satisfaction and cost?",
        "",
        "usage: govsim COMMAND [key=value ...]      govsim COMMAND --help",
        "",
        *(f"  {name:<10} {text}" for name, (_, text) in COMMANDS.items()),
        "",
        "examples:",
        "  govsim demo",
        "  govsim run place=xialu policy=[dual_report] replications=5",
        "  govsim compare baseline dual_report grid_redivision place=xialu pairs=10",
        "  govsim run -m place=demo policy=[],[dual_report] seed=1,2",
        "",
        "A first argument with '=' or a leading '-' means run. Exit codes: 0 ok, 1 error, 2 usage or",
        "configuration, 130 interrupted, 143 killed, 129 terminal closed (what had finished is saved).",
    ]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    if args[0] in ("-V", "--version", "version"):
        from sim import __version__

        print(f"govsim {__version__}")
        return 0
    name = args.pop(0) if "=" not in args[0] and not args[0].startswith("-") else "run"
    if name not in COMMANDS:
        from sim.errors import did_you_mean

        print(f"govsim: {name!r} is not a command; {did_you_mean(name, list(COMMANDS))}", file=sys.stderr)
        return USAGE
    command = import_module(f"sim.cli.{COMMANDS[name][0]}")
    if "-h" in args or "--help" in args:
        print((command.__doc__ or "").strip())
        return 0
    from sim.cli.arguments import strangers, without_strangers
    from sim.errors import ConfigError

    def job() -> int:
        if any(arg.startswith("-") and arg.partition("=")[0] not in command.FLAGS for arg in args):
            flags = {known: import_module(f"sim.cli.{file}").FLAGS for known, (file, _) in COMMANDS.items()}
            told = strangers(args, name, flags)
            if hasattr(command, "problems"):  # what else is wrong is told at once
                told += command.problems(without_strangers(args, command.FLAGS))
            raise ConfigError(told)
        return int(command.main(args))

    return guarded(f"govsim {name}", job)


def guarded(name: str, job: Callable[[], int]) -> int:
    """Do a job for a user: print errors in words, after the name, and return the exit code."""
    from sim.errors import ConfigError, GovsimError, Interrupted

    try:
        return job()
    except ConfigError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print(f"{name}: interrupted", file=sys.stderr)
        return INTERRUPTED
    except Interrupted as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 128 + error.signum
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return 0
    except GovsimError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return ERROR
