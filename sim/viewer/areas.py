"""The grid or community that was clicked: its residents, grid workers and cases in every arm."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from sim.i18n import say
from sim.studies.shown import FRAMES, read_frames
from sim.viewer.opened import Study

NONE = "–"


def area_html(
    study: Study, community: int, grids: Mapping[str, Any], open_cases: Mapping[str, Any], day: int
) -> str:  # fmt: skip
    """Tell of a grid, or of a community where no grids are drawn, as a table.

    Parameters
    ----------
    study : Study
    community : int
    grids : mapping arm -> int
        Number of the grid in each arm; -1 where none is drawn.
    open_cases : mapping arm -> int
        Its open cases on the day that is shown, in the pair that is shown.
    day : int
        That day.
    """
    arms = [arm for arm in study.brief.arms if arm in grids]
    by_grid = any(_whole(grids[arm]) >= 0 for arm in arms)
    heads = [say("viewer.arm"), *([say("viewer.area_grid")] if by_grid else []), say("viewer.area_residents")]
    heads += [say("viewer.area_workers"), say("viewer.area_open", day=day), say("viewer.area_cases")]
    rows = []
    for arm in arms:
        number = _whole(grids[arm]) if by_grid else community
        at_hand = study.once(("area", arm, by_grid, number), partial(_told, study, arm, number, by_grid=by_grid))
        name = [f"{number + 1:,}"] if by_grid else []
        rows.append([*name, *at_hand[:2], _count(open_cases.get(arm)), at_hand[2]])
    head = "".join(f"<th scope=col>{escape(text)}</th>" for text in heads)
    body = "".join(
        f"<tr><th scope=row>{escape(study.brief.called(arm))}</th>"
        + "".join(f'<td class="n">{escape(value)}</td>' for value in row)
        + "</tr>"
        for arm, row in zip(arms, rows, strict=True)
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _told(study: Study, arm: str, number: int, *, by_grid: bool) -> tuple[str, str, str]:
    """Residents, grid workers at the end, cases in the days measured: means over replications."""
    if by_grid:
        rows = study.brief.results.table(
            "areas", may_miss=True, where=(pc.field("level") == "grid") & (pc.field("id") == number)
        )
    else:
        areas = study.brief.areas
        rows = areas[(areas["level"] == "community") & (areas["id"] == number)] if len(areas) else areas
    own = rows[rows["arm"] == arm] if len(rows) else rows
    workers = study.once(("workers",), lambda: _workers(study)).get(arm, {}).get(by_grid, [])
    return _mean(own, "residents"), _count(workers[number] if 0 <= number < len(workers) else None), _mean(own, "cases")


def _workers(study: Study) -> dict[str, dict[bool, list[int]]]:
    """Grid workers of the pair that is shown, by arm and by grid (True) or community."""
    frames = read_frames(study.brief.results.answer / FRAMES)
    arms = frames["arms"] if frames else []
    return {own["key"]: {True: own.get("grid_workers", []), False: own.get("workers", [])} for own in arms}


def _mean(rows: pd.DataFrame, column: str) -> str:
    """Mean over replications; a dash where there is nothing to average."""
    known = rows[column].dropna() if column in rows else ()
    return f"{sum(known) / len(known):,.0f}" if len(known) else NONE


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _count(value: Any) -> str:
    return f"{value:,.0f}" if isinstance(value, (int, float)) and value == value else NONE
