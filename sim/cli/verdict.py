"""The answer on a terminal: first what was found, in at most twelve lines of 80 columns, one more per further arm.

What is printed is phrased from ``answer.json`` alone; everything else is behind ``--full``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from sim.cli.clauses import fold_clauses
from sim.cli.draws_table import source_word
from sim.cli.table import print_lines
from sim.cli.verdict_table import lines_of_table
from sim.fold import cells, fold
from sim.i18n import Bilingual, in_force, joined, say, speaking
from sim.show.did import called
from sim.show.phrases import SURE, arm_called, leading, sentence, title
from sim.studies.fetching import LEAST
from sim.validation.reliance import doubts

MOST_LINES = 12
"""Of one arm against another; one more for each further arm."""
BRIEF = "report.html"


def print_verdict(out: Console, answer: Mapping[str, Any], folder: Path, where: Path) -> None:
    """Print the answer; where both languages are asked for, in one after the other.

    Parameters
    ----------
    out : Console
    answer : mapping
        ``answer.json``.
    folder : Path
        Of the answer, in which the brief is.
    where : Path
        The study folder.
    """
    for language in languages():
        with speaking(language):
            print_lines(out, verdict_lines(answer, out.width, folder, where))


def print_point(out: Console, answer: Mapping[str, Any], point: str) -> None:
    """Print the answer at one point of a study that crosses its arms with values: a sentence, and one for each arm."""
    for language in languages():
        with speaking(language):
            told = [say("verdict_lines.point", point=point, title=title(answer))]
            told += _sentences(answer, out.width) if len(answer["ranked"]) > 1 else []
            print_lines(out, [line for said in told for line in _folded(said, out.width)])


def print_title(out: Console, answer: Mapping[str, Any], point: str = "") -> None:
    """Print the answer in one sentence."""
    for language in languages():
        with speaking(language):
            told = (
                say("verdict_lines.point", point=point, title=title(answer)) if point else _title(answer, short=False)
            )
            print_lines(out, _folded(told, out.width))


def languages() -> tuple[str, ...]:
    """Languages to print in, one after the other."""
    return ("en", "zh") if in_force() == "both" else (in_force(),)


def verdict_lines(answer: Mapping[str, Any], width: int, folder: Path, where: Path) -> list[Text]:
    """Write the answer, as short as it must be.

    Parameters
    ----------
    answer : mapping
    width : int
        Columns of the terminal.
    folder, where : Path
        See `print_verdict`.
    """
    most = MOST_LINES + max(len(answer["ranked"]) - 1, 0)
    table, by_rank = lines_of_table(answer, width)
    last = _last(folder, where, width)
    parts: list[list[Text]] = []
    for head, foot in _variants(answer):
        told = [line for said in head for line in _folded(said, width)]
        if by_rank:
            told += [line for said in _sentences(answer, width) for line in _folded(said, width)]
        parts = [told, table, [*(line for said in foot for line in _folded(said, width)), *last]]
        if sum(map(len, parts)) <= most:
            break
    room = most - sum(map(len, parts))
    lines = list(parts[0])
    for i, part in enumerate(parts[1:]):
        lines += [*([Text("")] if room > i else []), *part]
    return lines


def _variants(answer: Mapping[str, Any]) -> Iterator[tuple[list[Bilingual], list[Bilingual]]]:
    """The title and what stands below the table, shorter and shorter."""
    for short in (False, True):
        for rests in (True, False):
            yield [_title(answer, short=short)], [_footing(answer, rests=rests), _sureness(answer), *doubts(answer)]


def _title(answer: Mapping[str, Any], *, short: bool) -> Bilingual:
    names = answer["place_title"]
    place = Bilingual(names["en"].split(",")[0], names["zh"])
    said = title(answer, by_name=short).changed(lambda text: text[:1].lower() + text[1:])
    return say("verdict_lines.title", place=place, title=said)


def _sentences(answer: Mapping[str, Any], width: int) -> list[Bilingual]:
    """A sentence for each arm, on one line: whose hours it takes is left out where there is no room."""
    found = []
    for rank, arm in enumerate(answer["ranked"], 1):
        said = [sentence(answer, arm, only=only) for only in ("", "got")]
        told = [say("verdict_lines.arm", rank=rank, arm=arm_called(answer, arm), said=one) for one in said]
        found.append(next((one for one in told if cells(one) <= width), told[-1]))
    return found


def _footing(answer: Mapping[str, Any], *, rests: bool) -> Bilingual:
    named = (
        joined([Bilingual(r["key"], called(r["key"]).zh) for r in answer["rests_on"]])
        if rests and answer["rests_on"]
        else None
    )
    on = say("verdict_lines.rests", named=named) if named else Bilingual("", "")
    key = "verdict_lines.runs" if answer["kind"] == "run" else "verdict_lines.pairs"
    said = say(key, n=answer["pairs"], seed=answer["seed"], rests=on, **answer["numbers"])
    if len(answer["ranked"]) == 1 and (takes := sentence(answer, leading(answer), only="people")).en:
        said = say("verdict_lines.takes", said=takes) + said
    if answer["pairs"] < answer["pairs_asked"]:
        said = say("verdict_lines.some", said=said, asked=answer["pairs_asked"], n=answer["pairs"])
    return said


def _sureness(answer: Mapping[str, Any]) -> Bilingual:
    draws = answer["draws"]
    if draws is None:
        return say("verdict_lines.not_drawn")
    if draws["n"] < LEAST:
        return say("verdict_lines.few_draws", n=draws["n"], least=LEAST)
    sure = any(m.get("sure", 0) >= SURE for found in answer["measures"].values() for m in found.values())
    key = "verdict_lines.sure_too" if sure else "verdict_lines.not_sure_too"
    return say(key, n=draws["n"], source=source_word(draws["source"]))


def _last(folder: Path, where: Path, width: int) -> list[Text]:
    """Name the brief, where there is one, and what is behind the verdict; a path is never cut."""
    path = folder / BRIEF if (folder / BRIEF).is_file() else where
    said = say("verdict_lines.last", path=path)
    return [Text(line) for line in fold(said, width, cut=_at_gap)]


def _at_gap(said: str) -> list[str]:
    before, gap, after = said.partition("  ")
    return [before + gap, after]


def _folded(said: str, width: int) -> Sequence[Text]:
    return [Text(line) for line in fold_clauses(said, width)]
