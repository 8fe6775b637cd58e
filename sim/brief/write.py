"""Write the brief of an answer beside it."""

from __future__ import annotations

from pathlib import Path

from sim.brief.made import brief_of
from sim.brief.page import page_of
from sim.store.folder import replace_text
from sim.studies.results import Results

PAGE = "report.html"


def write_report(results: Results, lang: str) -> Path:
    """Write ``report.html`` into the folder of the answer; a file that is there is replaced whole or not at all.

    Parameters
    ----------
    results : Results
    lang : {"en", "zh", "both"}

    Raises
    ------
    ResultError
        If no pair is there, or the file cannot be written.
    ConfigError
        If the question has no single answer (a sweep).
    """
    file = results.answer / PAGE
    replace_text(file, page_of(brief_of(results), lang))
    return file
