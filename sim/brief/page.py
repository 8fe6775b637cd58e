"""report.html: one page that needs nothing else."""

from __future__ import annotations

from pathlib import Path


def report_html(folder: Path, lang: str) -> str:
    """The page of an answer.

    Parameters
    ----------
    folder : Path
        A study folder (its newest answer is shown) or one of its ``answers/``.
    lang : {"en", "zh", "both"}
        With both the page has a switch.
    """
    raise NotImplementedError
