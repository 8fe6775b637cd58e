"""Tables as files: CSV that Excel opens with Chinese intact, XLSX, Parquet; each put in place at once."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

MOST_ROWS = 1_048_575
"""Of a sheet, its head apart."""


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a table by the ending of its name.

    Parameters
    ----------
    frame : DataFrame
    path : Path
        Ends in ``.csv`` (UTF-8 with a mark, so that Excel reads it), ``.xlsx`` or ``.parquet``.

    Raises
    ------
    ResultError
        If a sheet cannot hold it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        if path.suffix == ".csv":
            frame.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")
        elif path.suffix == ".xlsx":
            _write_sheet(frame, draft)
        else:
            frame.to_parquet(draft, index=False)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _write_sheet(frame: pd.DataFrame, path: Path) -> None:
    from sim.errors import ResultError
    from sim.i18n import say

    if len(frame) > MOST_ROWS:
        raise ResultError(say("studies.sheet", n=len(frame), most=MOST_ROWS))
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        frame.to_excel(book, index=False, sheet_name="govsim", freeze_panes=(1, 0))
