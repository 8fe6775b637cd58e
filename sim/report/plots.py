"""All figures of a run folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.report import distribution, forest, over_time, waiting_map
from sim.report.origin import Origin
from sim.report.style import Page, settle, sheet
from sim.results import Saved, replace_file

FIGURES: dict[str, Callable[[Saved, Page], Figure]] = {
    "response_over_time": over_time.draw,
    "paired_differences": forest.draw,
    "response_distribution": distribution.draw,
    "waiting_map": waiting_map.draw,
}
"""Every figure by the name of its file."""
FORMATS = ("png", "svg")


def left_out(saved: Saved) -> dict[str, str]:
    """Figures that cannot be drawn of this run, and why."""
    why = {}
    if len(saved.arms) < 2:
        why["paired_differences"] = "a single arm has nothing to be compared with"
    if not (saved.path / "cases.parquet").is_file():
        return why | dict.fromkeys(set(FIGURES) - {"paired_differences"}, "the run was saved without tables")
    start = 24.0 * saved.manifest["warmup_days"]
    if not (saved.cases.t_accept_h >= start).any():
        for name in ("response_distribution", "waiting_map"):
            why[name] = "no case after the warm-up was kept (case_rows=0 keeps none)"
    return why


def make_figures(
    saved: Saved, lang: str = "en", formats: Sequence[str] = FORMATS, names: Mapping[str, str] | None = None
) -> list[Path]:
    """Draw every figure that the run allows into its ``figures/`` folder.

    Parameters
    ----------
    saved : Saved
    lang : {"en", "zh", "both"}
        Other languages than English are written to files of their own (``waiting_map_zh.png``).
    formats : sequence of {"png", "svg"}
    names : dict label -> str
        Chinese names of the arms; their labels where there is none.

    Returns
    -------
    list of Path
    """
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
                file = saved.path / "figures" / f"{name}{'' if lang == 'en' else '_' + lang}.{kind}"
                told = page.origin.metadata(kind, name)
                replace_file(file, lambda p, f=figure, k=kind, t=told: f.savefig(p, format=k, metadata=t))  # type: ignore[misc]
                made.append(file)
    return made
