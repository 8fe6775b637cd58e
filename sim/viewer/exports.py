"""Files to take away from the pages: CSV for sheets, YAML of what was asked, the answer as JSON."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import yaml

from sim.studies.verdict import as_text
from sim.viewer.opened import Study

BOM = "\ufeff"
"""With it a sheet reads Chinese as Chinese."""
CSV = "text/csv"


def _csv(frame: pd.DataFrame) -> tuple[str, str]:
    return BOM + frame.to_csv(index=False, lineterminator="\n"), CSV


def _answer(study: Study) -> tuple[str, str]:
    return _csv(study.brief.results.frame)


def _areas(study: Study) -> tuple[str, str]:
    return _csv(
        study.brief.areas.groupby(["arm", "level", "id", "area"], sort=False, as_index=False).mean(numeric_only=True)
    )


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
    """What was asked, as settings and arms that make it again."""
    asked = study.brief.results.asked
    tree = {"asked": list(asked.told["typed"]), "command": study.brief.answer.get("command", "")}
    tree |= {"arms": {arm: dict(asked.told["arms"].get(arm, {})) for arm in study.brief.arms}}
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True), "application/yaml"


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
