"""Write the brief of an answer beside it: the page, the sheets and, where it is asked for, the Word file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from sim.brief.brief import Brief
from sim.brief.made import brief_of
from sim.brief.page import BOTH, NAMES, page_of
from sim.brief.sheets import write_sheets
from sim.i18n import in_force, speaking
from sim.store.folder import replace_file, replace_text
from sim.studies.results import Results
from sim.studies.shown import ensure_frames

PAGE, SHEETS, WORD = "report.html", "report.xlsx", "report.docx"
DPI = 160
"""Of a picture in Word."""


def write_report(
    results: Results, lang: str, *, word: bool = False, streets: Sequence[int] = ()
) -> list[Path]:  # fmt: skip
    """Write ``report.html`` and ``report.xlsx`` into the folder of the answer, and ``report.docx`` if asked.

    A file that is there is replaced whole or not at all. The Word file takes seconds, as its pictures are drawn by
    matplotlib; the others a second or two.

    Parameters
    ----------
    results : Results
    lang : {"en", "zh", "both"}
    word : bool
        Whether the Word file is written, too.
    streets : sequence of int
        Streets, from 0, whose cells are wanted beside the page of a place that is drawn by community.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ResultError
        If no pair is there, or a file cannot be written.
    ConfigError
        If the question has no single answer (a sweep).
    """
    if streets:
        ensure_frames(results, streets)
    brief, folder = brief_of(results), results.answer
    replace_text(folder / PAGE, page_of(brief, lang))
    with speaking(lang):
        replace_file(folder / SHEETS, lambda file: write_sheets(brief, file))
    files = [folder / PAGE, folder / SHEETS]
    if word:
        _write_word(brief, folder / WORD, list(NAMES) if lang == BOTH else [lang])
        files.append(folder / WORD)
    return files


def _write_word(brief: Brief, file: Path, languages: list[str]) -> None:
    from sim.brief.word import write_word

    replace_file(file, lambda draft: write_word(brief, draft, languages, lambda kind: _picture(brief.results, kind)))


def _picture(results: Results, kind: str) -> bytes | None:
    """Draw a figure in the language in force; None where it cannot be drawn of these results."""
    from sim.report.kinds import left_out
    from sim.report.plots import plot
    from sim.report.style import sheet

    if left_out(results, [kind]):
        return None
    out = BytesIO()
    with sheet():
        plot(results, kind, lang=in_force())[kind].savefig(out, format="png", dpi=DPI)
    return out.getvalue()
