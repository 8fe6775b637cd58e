"""govsim on the command line: one console script, one module per command."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from sim.i18n.language import asked_for, speaking

if TYPE_CHECKING:
    from sim.cli.arguments import Takes

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "a small place: baseline against two levers, in a minute"),
    "run": ("run", "run a configuration; prints a table with 95 % intervals, keeps it in a study folder"),
    "compare": ("compare", "run arms with the same fate; paired differences and a verdict in words"),
    "resume": ("resume", "go on with a study folder: what is missing of it"),
    "extend": ("extend", "add replications to what was asked of a study folder"),
    "explain": ("explain", "where a difference comes from: stages, categories, places, groups, single cases"),
    "study": ("study", "a study's file: what would run, on how many machines; or run it"),
    "query": ("query", "SQL over all results; CSV, XLSX"),
    "new-place": ("new_place", "make a place of your own: asks what map and records do not say, writes its file"),
    "calibrate": ("calibrate", "find which assumed numbers a place's figures narrow; its posterior"),
    "validate": ("validate", "is the model to be believed: oracles, patterns, place cards, blind rows, scores"),
    "verify": ("verify", "live tasks of a folder again and compare every bit"),
    "rerun": ("rerun", "run a folder's question again elsewhere, and say what changed"),
    "merge": ("merge", "put folders of one study together"),
    "prune": ("prune", "say what of the results could go; delete it with --yes"),
    "import cases": (
        "import_cases",
        "records of cases: what they say of a district, and a report",
    ),
    "import map": ("import_map", "polygons of grids: the map of a district, and a report"),
    "list": ("listing", "places, levers, measures, parameters, results"),
    "show": ("show", "one place, lever, measure or parameter group in full"),
    "check": ("check", "validate a configuration and say what would run"),
    "evidence": ("evidence", "every number with unit, source, quote, flag, and who uses it"),
    "report": ("report", "the brief of an answer: report.html, .docx and .xlsx"),
    "plot": ("plot", "figures of a run folder"),
    "viz": ("viz", "watch a district live in the browser (extra: viz)"),
    "config": ("config", "keep the language that govsim speaks"),
    "doctor": ("doctor", "check this machine: Python, packages, compiler, fonts, browser"),
}
USAGE, ERROR, INTERRUPTED = 2, 1, 130
SELDOM = (100_000, 50, 100)
"""How seldom Python looks for circles of objects: among modules that come in there are none, and looking every 700
objects takes a quarter of a short run."""
HELP, VERSION = ("-h", "--help", "help"), ("-V", "--version", "version")


def usage() -> str:
    """Help of the whole program."""
    from sim.i18n import joined, say, word

    lines = [
        say("help.command", name=f"{name:<10}", what=word("commands", text)) for name, (_, text) in COMMANDS.items()
    ]
    return say("help.of_program", commands=joined(lines, "\n"))


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args[:1] == ["help"] and args[1:]:  # help COMMAND
        args = [*args[1:], "--help"]
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        with speaking(asked_for(args)):
            return _asked(args)
    finally:
        gc.set_threshold(*before)


def _asked(args: list[str]) -> int:
    if not args or args[0] in (*HELP, *VERSION):
        return guarded("govsim", lambda: _of_the_program(args))
    name = args.pop(0) if "=" not in args[0] and not args[0].startswith("-") else "run"
    if args and f"{name} {args[0]}" in COMMANDS:  # import cases
        name += f" {args.pop(0)}"
    if name not in COMMANDS:
        return guarded("govsim", lambda: _no_command(name))
    return guarded(f"govsim {name}", lambda: _command(name, args))


def _of_the_program(args: list[str]) -> int:
    if args and args[0] in VERSION:
        from sim import __version__
        from sim.errors import ConfigError, Problem
        from sim.i18n import say

        if args[1:]:
            raise ConfigError([Problem(more, say("cli.nothing_behind", flag=args[0])) for more in args[1:]])
        print(f"govsim {__version__}")
    else:
        print(usage())
    return 0


def _no_command(name: str) -> int:
    from sim.errors import did_you_mean
    from sim.i18n import say

    print(say("cli.no_command", name=repr(name), hint=did_you_mean(name, list(COMMANDS))), file=sys.stderr)
    return USAGE


def _command(name: str, args: list[str]) -> int:
    command = _module(name)
    if "-h" in args or "--help" in args:
        print(_help(name, command))
        return 0
    from sim.cli.arguments import names_quoted, read

    return int(command.main(read(name, names_quoted(args), command.TAKES, _all_take)))


def _module(name: str) -> ModuleType:
    return import_module(f"sim.cli.{COMMANDS[name][0]}")


def _all_take() -> dict[str, Takes]:
    """What every command takes."""
    return {name: _module(name).TAKES for name in COMMANDS}


def _help(name: str, command: ModuleType) -> str:
    """Help of a command: what its module says of itself, with the line of usage behind the first paragraph."""
    from sim.i18n import Bilingual, words

    english, chinese = ((text or "").strip().split("\n\n") for text in (command.__doc__, words()["help"].get(name)))
    usage = command.TAKES.usage(name)
    return Bilingual(
        "\n\n".join([english[0], usage.en, *english[1:]]), "\n\n".join([chinese[0], usage.zh, *chinese[1:]])
    )


def guarded(name: str, job: Callable[[], int]) -> int:
    """Do a job for a user: print errors in words, after the name, and return the exit code.

    Output that nobody reads any more is dropped, and the job goes on. Output that cannot be written (a full disk
    behind ``>``) is told of at the end.
    """
    try:
        return _guarded(name, job)
    except KeyboardInterrupt:  # while the outputs are changed, or an error is told
        return INTERRUPTED


def _guarded(name: str, job: Callable[[], int]) -> int:
    from sim.cli.output import outputs

    with outputs() as below:
        try:
            code = job()
        except SystemExit as leaving:  # argparse and uvicorn leave so
            code = leaving.code if isinstance(leaving.code, int) else ERROR if leaving.code else 0
        except BaseException as error:
            from sim.cli.failures import in_words

            told, code = in_words(error)
            from sim.i18n import say

            print(say("cli.told", name=name, told=told), file=sys.stderr)
        try:
            sys.stdout.flush()
            lost = below.failed if below else None
        except (OSError, ValueError) as error:  # a stream that is not ours, or that somebody has closed
            lost = error if isinstance(error, OSError) else None
        if lost:
            from sim.errors import reason
            from sim.i18n import say

            print(say("cli.unwritten", name=name, why=reason(lost)), file=sys.stderr)
    return code or (ERROR if lost else 0)
