"""All figures of a run folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from matplotlib.figure import Figure
from pandas.api.types import is_numeric_dtype

from sim.errors import ResultError
from sim.i18n import Bilingual, say
from sim.measures.registry import HEADLINE
from sim.report import agent_figures, distribution, forest, over_time, waiting_map
from sim.report.origin import Origin
from sim.report.style import Page, settle, sheet
from sim.store.folder import replace_file
from sim.studies.diary import live_with_diary
from sim.studies.loading import AnyResults
from sim.studies.old_results import AGAIN
from sim.studies.results import Results

FIGURES: dict[str, Callable[[AnyResults, Page], Figure]] = {
    "response_over_time": over_time.draw,
    "paired_differences": forest.draw,
    "response_distribution": distribution.draw,
    "waiting_map": waiting_map.draw,
}
"""Every figure by the name of its file."""
FORMATS = ("png", "svg")


def left_out(saved: AnyResults) -> dict[str, Bilingual]:
    """Figures that cannot be drawn of this run, and why."""
    why = {}
    if len(saved.arms) < 2:
        why["paired_differences"] = say("report.single_arm")
    if not saved.has("cases"):
        return why | dict.fromkeys(set(FIGURES) - {"paired_differences"}, say("report.no_tables"))
    if saved.daily.response_h.isna().all():
        why["response_over_time"] = say("report.no_contact")
    start = 24.0 * saved.manifest["warmup_days"]
    if not (saved.cases.t_accept_h >= start).any():
        for name in ("response_distribution", "waiting_map"):
            why[name] = say("report.no_case")
    return why


def _check(saved: AnyResults) -> None:
    """Refuse a run in which an arm has nothing to be drawn."""
    for arm, numbers in saved.manifest["replications"].items():
        if not numbers:
            raise ResultError(say("results.unfinished", path=saved.path, arm=arm))
    tables = {"runs": saved.runs}
    if saved.has("cases"):
        district = saved.daily.level == "district"
        tables |= {"daily": saved.daily[district], "map": saved.map}
    for name, frame in tables.items():
        empty = [arm for arm in saved.arms if not (frame.arm == arm).any()]
        if empty:
            raise ResultError(say("results.no_rows", path=saved.path, name=name, arms=", ".join(empty), again=AGAIN))
    known = [name for name in HEADLINE if name in saved.runs.columns]
    if not known or not all(is_numeric_dtype(saved.runs[name]) for name in known):
        raise ResultError(say("results.no_measures", path=saved.path, again=AGAIN))


def _write(figure: Figure, file: Path, kind: str, told: Mapping[str, str | None]) -> None:
    replace_file(file, lambda path: figure.savefig(path, format=kind, metadata=dict(told)))


def make_figures(
    saved: AnyResults, lang: str = "en", formats: Sequence[str] = FORMATS, names: Mapping[str, str] | None = None
) -> list[Path]:
    """Draw every figure that the results allow into ``figures/`` of the answer (or of the old run folder).

    Parameters
    ----------
    saved : AnyResults
    lang : {"en", "zh", "both"}
        Other languages than English are written to files of their own (``waiting_map_zh.png``).
    formats : sequence of {"png", "svg"}
    names : dict label -> str
        Chinese names of the arms; their labels where there is none.

    Returns
    -------
    list of Path

    Raises
    ------
    ResultError
        If the folder is damaged, has nothing to draw, or cannot be written.
    """
    _check(saved)
    page = Page(Origin.of(saved), lang, names or {})
    missing = left_out(saved)
    made = []
    for name, draw in FIGURES.items():
        if name in missing:
            continue
        with sheet():
            figure = draw(saved, page)
            settle(figure)
            for kind in formats:
                file = saved.answer / "figures" / f"{name}{'' if lang == 'en' else '_' + lang}.{kind}"
                _write(figure, file, kind, page.origin.metadata(kind, name))
                made.append(file)
    return made


def make_agent_figures(
    saved: AnyResults, lang: str = "en", formats: Sequence[str] = FORMATS
) -> tuple[list[Path], dict[str, Bilingual]]:
    """Draw a figure for each kind of agent, of the first replication of the last arm, which is lived again.

    Returns
    -------
    list of Path
    dict name -> Bilingual
        Figures that cannot be drawn, and why.

    Raises
    ------
    ResultError
        If the results are of an earlier version, which has no such agents, or cannot be written.
    """
    if not isinstance(saved, Results):
        raise ResultError(say("report.old_agents", path=saved.path))
    arm = saved.arms[-1]
    config, first = saved.configs[-1], min(saved.replications[arm], default=0)
    origin = replace(Origin.of(saved), arms=(arm,), replications=(1,), digests=Origin.of(saved).digests[-1:])
    page, diary = Page(origin, lang), live_with_diary(config, first)
    missing = agent_figures.missing(diary)
    made = []
    for name, draw in agent_figures.KINDS.items():
        if name in missing:
            continue
        with sheet():
            figure = draw(diary, config, page)
            settle(figure)
            for kind in formats:
                file = saved.answer / "figures" / f"{name}{'' if lang == 'en' else '_' + lang}.{kind}"
                _write(figure, file, kind, page.origin.metadata(kind, name))
                made.append(file)
    return made, missing
