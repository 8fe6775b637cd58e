"""Files to take away from the pages: CSV for sheets, YAML of what was asked, the answer as JSON."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pyarrow.compute as pc

from sim.studies.verdict import as_text
from sim.viewer.opened import Study
from sim.viewer.study_file import leaves, study_file

BOM = "\ufeff"
"""With it a sheet reads Chinese as Chinese."""
CSV = "text/csv"
OF_PLACE = "place"
"""Who says a setting: the file of the place, which the study names."""


def _csv(frame: pd.DataFrame) -> tuple[str, str]:
    return BOM + frame.to_csv(index=False, lineterminator="\n"), CSV


def _answer(study: Study) -> tuple[str, str]:
    return _csv(study.brief.results.frame)


def _areas(study: Study) -> tuple[str, str]:
    """Means over replications of every area, and of every grid where the study has them."""
    grids = study.brief.results.table("areas", may_miss=True, where=pc.field("level") == "grid")
    by = ["arm", "level", "id", "area"]
    means = [
        own.groupby(by, sort=False, as_index=False).mean(numeric_only=True)
        for own in (study.brief.areas, grids) if len(own)
    ]  # fmt: skip
    return _csv(pd.concat(means, ignore_index=True).drop(columns="replication") if means else study.brief.areas)


def _days(study: Study) -> tuple[str, str]:
    return _csv(study.brief.days)


def _cases(study: Study) -> tuple[str, str]:
    from sim.viewer.pages.cases import pair_of

    pair = pair_of(study, study.brief.shown)
    if pair is None:
        return BOM, CSV
    slow = pair.slowest.copy()
    slow.columns = [f"{arm}:{name}" for name, arm in slow.columns]
    return _csv(slow.reset_index())


def _evidence(study: Study) -> tuple[str, str]:
    file = study.brief.results.answer / "assumptions.csv"
    return (file.read_text(encoding="utf-8") if file.is_file() else BOM), CSV


def _study(study: Study) -> tuple[str, str]:
    """What was asked, as the file of a study that makes it again."""
    told = study.brief.results.asked.told
    place = next((w.partition("=")[2] for w in told["typed"] if w.startswith("place=")), told["base"]["place"]["name"])
    said = {key: value for key, (value, layer, *_) in told["said"].items() if layer != OF_PLACE}
    said |= {"replications": told["replications"], "draws": (told.get("draws") or {}).get("n", 0)}
    arms = {arm: leaves(told["arms"].get(arm, {})) for arm in study.brief.arms}
    return study_file(place, said, arms), "application/yaml"


EXPORTS: dict[str, Callable[[Study], tuple[str, str]]] = {
    "answer.csv": _answer,
    "answer.json": lambda study: (as_text(study.brief.answer), "application/json"),
    "areas.csv": _areas,
    "cases.csv": _cases,
    "days.csv": _days,
    "evidence.csv": _evidence,
    "study.yaml": _study,
}
"""By name: text and type."""
