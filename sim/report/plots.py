"""Figures of results as files, or in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure
from pandas.api.types import is_numeric_dtype

from sim.errors import ConfigError, Problem, ResultError, nearest
from sim.i18n import Bilingual, say
from sim.measures.registry import HEADLINE
from sim.report import agent_figures
from sim.report.kinds import AGENT_FIGURES, ALL_AGENTS, FIGURES, left_out
from sim.report.origin import Origin
from sim.report.style import Page, settle, sheet
from sim.store.folder import replace_file
from sim.studies.diary import live_with_diary
from sim.studies.loading import AnyResults
from sim.studies.old_results import AGAIN
from sim.studies.results import Results

FORMATS = ("png", "svg", "pdf")
USUAL = ("png", "svg")
"""Formats that are written where none are asked for."""


@dataclass(slots=True)
class Made:
    """What was drawn.

    Attributes
    ----------
    files : list of Path
    left_out : dict name -> Bilingual
        Figures that cannot be drawn of these results, and why.
    """

    files: list[Path] = field(default_factory=list)
    left_out: dict[str, Bilingual] = field(default_factory=dict)


def unknown(kinds: Sequence[str]) -> list[Problem]:
    """Find kinds of figures that there are not."""
    there = (*FIGURES, ALL_AGENTS, *AGENT_FIGURES)
    return [
        Problem("KIND", say("errors.found", x=repr(kind)), ", ".join(there), nearest(kind, there))
        for kind in kinds
        if kind not in there
    ]


def _wanted(kinds: Sequence[str]) -> list[str]:
    """Kinds that are asked for, each once; all of results where none are."""
    named = [own for kind in kinds or FIGURES for own in (AGENT_FIGURES if kind == ALL_AGENTS else (kind,))]
    return list(dict.fromkeys(named))


def _check(saved: AnyResults) -> None:
    """Refuse results in which an arm has nothing to be drawn."""
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


def plot(
    results: AnyResults, *kinds: str, lang: str = "en", to: str | Path | None = None, formats: Sequence[str] = USUAL
) -> dict[str, Figure]:
    """Draw figures of results in Python.

    Parameters
    ----------
    results : Results
        From `sim.load`, `sim.compare`, `sim.run`.
    *kinds : str
        Kinds of figures, see ``govsim plot --help``; all that can be drawn where none are named.
    lang : {"en", "zh", "both"}
    to : path, optional
        Folder that they are written to, too.
    formats : sequence of {"png", "svg", "pdf"}
        Of the files.

    Returns
    -------
    dict kind -> matplotlib.figure.Figure

    Raises
    ------
    ConfigError
        If there is no such kind.
    ResultError
        If a kind that was named cannot be drawn of these results.
    """
    if problems := unknown(kinds):
        raise ConfigError(problems)
    _check(results)
    missing = left_out(results, _wanted(kinds))
    if kinds and missing:
        raise ResultError(next(say("plot.left_out", name=name, why=why) for name, why in missing.items()))
    found: dict[str, Figure] = {}
    for name, page, draw in _drawings(results, _wanted(kinds), lang, missing):
        with sheet():
            found[name] = draw()
            settle(found[name])
            if to is not None:
                _save(found[name], name, page, Path(to), formats)
    return found


def make_figures(
    saved: AnyResults, kinds: Sequence[str] = (), lang: str = "en", formats: Sequence[str] = USUAL,
    to: Path | None = None, names: Mapping[str, str] | None = None,
) -> Made:  # fmt: skip
    """Draw figures into ``figures/`` of the answer (or of the old run folder).

    Parameters
    ----------
    saved : AnyResults
    kinds : sequence of str
        All that the results allow by default.
    lang : {"en", "zh", "both"}
        Other languages than English are written to files of their own (``waiting_map_zh.png``).
    formats : sequence of {"png", "svg", "pdf"}
    to : Path, optional
        Another folder.
    names : dict label -> str
        Chinese names of the arms; those of their levers where there is none.

    Raises
    ------
    ResultError
        If the folder is damaged, has nothing to draw, or cannot be written.
    """
    _check(saved)
    wanted = _wanted(kinds)
    made = Made(left_out=left_out(saved, wanted))
    for name, page, draw in _drawings(saved, wanted, lang, made.left_out, names or {}):
        with sheet():
            figure = draw()
            settle(figure)
            made.files += _save(figure, name, page, to or saved.answer / "figures", formats)
    return made


def _save(figure: Figure, name: str, page: Page, folder: Path, formats: Sequence[str]) -> list[Path]:
    files = []
    for kind in formats:
        files.append(folder / f"{name}{'' if page.lang == 'en' else '_' + page.lang}.{kind}")
        _write(figure, files[-1], kind, page.origin.metadata(kind, name))
    return files


def _drawings(
    saved: AnyResults, wanted: Sequence[str], lang: str, missing: dict[str, Bilingual],
    names: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, Page, Callable[[], Figure]]]:  # fmt: skip
    """Name each figure that can be drawn, with its page and what draws it; of agents a replication is lived first."""
    page = Page(Origin.of(saved), lang, names or {})
    for name in wanted:
        if name in FIGURES and name not in missing:
            yield name, page, partial(FIGURES[name], saved, page)
    agents = [name for name in wanted if name in AGENT_FIGURES]
    if agents:
        yield from _of_agents(saved, agents, page, missing)


def _of_agents(
    saved: AnyResults, names: Sequence[str], page: Page, missing: dict[str, Bilingual]
) -> Iterator[tuple[str, Page, Callable[[], Figure]]]:
    """Figures of agents, of the first replication of the last arm, which is lived again.

    Raises
    ------
    ResultError
        If the results are of an earlier version, which has no such agents.
    """
    if not isinstance(saved, Results):
        raise ResultError(say("report.old_agents", path=saved.path))
    arm = saved.arms[-1]
    config, first = saved.configs[-1], min(saved.replications[arm], default=0)
    origin = replace(page.origin, arms=(arm,), replications=(1,), digests=page.origin.digests[-1:])
    own, diary = replace(page, origin=origin), live_with_diary(config, first)
    why = agent_figures.missing(diary)
    missing |= {name: why[name] for name in names if name in why}
    for name in names:
        if name not in why:
            yield name, own, partial(agent_figures.KINDS[name], diary, config, own)
