"""Print what a validation found: five sections on one page of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from sim.cli.prose import print_prose
from sim.cli.table import figures, names, print_table, text
from sim.cli.table import word as word_column
from sim.cli.terminal import number
from sim.i18n import say, word
from sim.validation.words import said_of

if TYPE_CHECKING:
    from sim.validation.checks import Check
    from sim.validation.predictive import Card
    from sim.validation.report import Report

PAGE = 80
"""Columns."""


def print_page(found: Report) -> None:
    """Print all five sections."""
    out = Console(width=PAGE, highlight=False, soft_wrap=False)
    source = found.posterior.path.name if found.posterior is not None else say("validate.the_prior")
    print_prose(out, say("validate.head", place=found.place, draws=found.draws, source=source), style="bold")
    _oracles(out, found.oracles)
    _patterns(out, found.patterns)
    hits = sum(c.verdict == "fits" for c in found.predicted)
    _section(out, say("validate.s_cards", hits=hits, n=len(found.predicted)))
    if found.fitted:
        _cards(out, say("validate.fitted" if found.posterior is not None else "validate.targets"), found.fitted)
    _cards(out, say("validate.predicted"), found.predicted)
    _section(out, say("validate.s_blind"))
    if found.blind:
        _cards(out, say("validate.hash", hash=found.blind_hash, n=len(found.blind)), found.blind)
    else:
        print_prose(out, say("validate.no_blind"))
    if found.elsewhere:
        print_prose(out, say("validate.elsewhere", n=found.elsewhere))
    _scores(out, found)


def _section(out: Console, title: str) -> None:
    out.print()
    print_prose(out, title, style="bold")


def _oracles(out: Console, checks: Sequence[Check]) -> None:
    good = [c for c in checks if c.holds]
    _section(out, say("validate.s_oracles", n=len(good), of=len(checks)))
    shown = [c for c in checks if not c.holds or c.name.startswith(("simpy", "heard", "conservation"))]
    head = [text(say("validate.check"), 20), figures(say("validate.found")), figures(say("validate.should")),
            figures(say("validate.se")), word_column("")]  # fmt: skip
    rows = [[c.said, number(c.found), number(c.expected), number(c.far), _holds(c)] for c in shown]
    print_table(out, "", head, rows)
    others = len(checks) - len(shown)
    print_prose(out, say("validate.queues", n=others))


def _patterns(out: Console, checks: Sequence[Check]) -> None:
    _section(out, say("validate.s_patterns", n=sum(c.holds for c in checks), of=len(checks)))
    head = [text(say("validate.pattern"), 30), figures(say("validate.found")), word_column(say("validate.allowed")),
            word_column("")]  # fmt: skip
    print_table(out, "", head, [[c.said, number(c.found), c.allowed, _holds(c)] for c in checks])


def _holds(check: Check) -> str:
    return say("validate.holds") if check.holds else say("validate.fails")


def _cards(out: Console, title: str, cards: Sequence[Card]) -> None:
    head = [
        word_column(say("validate.id")), names(say("validate.measure")), figures(say("validate.seen")),
        figures("5 %"), figures("25 %", spare=2), figures("50 %"), figures("75 %", spare=1), figures("95 %"),
        figures("z"), word_column(say("validate.verdict")),
    ]  # fmt: skip
    rows = [
        [c.row.id, said_of(c.row), number(c.row.value), *(number(v) for v in c.quantiles.values()), _signed(c.z),
         word("verdicts", c.verdict)]
        for c in cards
    ]  # fmt: skip
    print_table(out, title, head, rows)


def _signed(z: float) -> str:
    return "-" if z != z else f"{z:+.1f}"


def _scores(out: Console, found: Report) -> None:
    s = found.scores
    _section(out, say("validate.s_scores", n=s.rows))
    if not s.rows:
        return
    print_prose(out, say("validate.coverage", in_50=s.in_50, in_90=s.in_90, n=s.rows))
    print_prose(out, say("validate.crps", crps=s.crps))
    if s.crps_prior == s.crps_prior:
        print_prose(out, say("validate.gain", gain=100.0 * s.gain, worse=s.worse, n=s.rows))
    else:
        print_prose(out, say("validate.no_posterior", place=found.place))
    if s.crps_last == s.crps_last:
        print_prose(out, say("validate.last", last=s.crps_last))
    if s.width == s.width:
        print_prose(out, say("validate.width", width=s.width))
