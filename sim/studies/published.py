"""Published tables: what every arm of a study changes against the arm it is to be told from, and the same in a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.measures import MEASURES
from sim.studies.frames import DIFFERENCES
from sim.studies.statistics import paired

COLUMNS = ("arm", "against", *DIFFERENCES[1:])
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
"""What a page's table stands between; it is made from the published CSV."""
MARK = {"same": "=", "open": "?"}
HUNDREDTH = 2
"""A page tells a change to about the hundredth part of what matters, by so many decimals."""


def changes(runs: pd.DataFrame, against: Mapping[str, str], names: Sequence[str]) -> pd.DataFrame:
    """Paired differences of every arm to one of its own, with Holm's correction over the measures of an arm.

    Parameters
    ----------
    runs : DataFrame
        A row per arm and replication.
    against : mapping arm -> arm
        Which arm each is compared with; those that are compared with themselves are left out.
    names : sequence of str
        Measures.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`.
    """
    rows = []
    for arm, other in against.items():
        for d in paired(runs, other, arm, names) if arm != other else ():
            c = d.change
            told = (d.before.mean, d.after.mean, c.mean, c.low, c.high, d.p_holm, c.n, d.settled, str(d.verdict()))
            rows.append((arm, other, d.measure.name, d.unit, *told))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def as_markdown(table: pd.DataFrame, names: Sequence[str]) -> str:
    """Write changes as a table of a page: a row an arm, a column a measure.

    Parameters
    ----------
    table : DataFrame
        Columns arm, against, measure, before, change, settled; see `changes`.
    names : sequence of str
        Measures.

    Returns
    -------
    str
        ``=`` marks what is surely too small to matter, ``?`` what is not settled. Of arms that others are compared
        with the level stands in brackets.
    """
    lines = [
        "| arm | against | " + " | ".join(f"{MEASURES[n].title}, {MEASURES[n].unit}" for n in names) + " |",
        "| --- | --- | " + " | ".join("---:" for _ in names) + " |",
    ]
    met: set[str] = set()
    for arm in table.arm.unique():
        own = table[table.arm == arm].set_index("measure")
        against = str(own.against.iloc[0])
        if against not in met:
            met.add(against)
            lines.append(f"| ({against}) | | " + " | ".join(_level(own, n) for n in names) + " |")
        lines.append(f"| {arm} | {against} | " + " | ".join(_change(own, n) for n in names) + " |")
    return "\n".join(lines)


def _level(own: pd.DataFrame, name: str) -> str:
    value = float(own.before.get(name, np.nan))
    return f"({value:.{_decimals(name)}f})" if np.isfinite(value) else "-"


def _change(own: pd.DataFrame, name: str) -> str:
    value = float(own.change.get(name, np.nan))
    if not np.isfinite(value):
        return "-"
    value = round(value, _decimals(name)) + 0.0  # no -0.00
    return f"{value:+.{_decimals(name)}f}{MARK.get(str(own.settled[name]), '')}"


def _decimals(name: str) -> int:
    return max(0, HUNDREDTH + math.ceil(-math.log10(MEASURES[name].matters)))


def with_table(page: str, table: str) -> str:
    """Put a table into a page in place of the one that stands there.

    Raises
    ------
    ValueError
        If the page has no place for it.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"
