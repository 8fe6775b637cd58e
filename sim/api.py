"""govsim in Python: run, compare, sweep, study, load. What the command line does, it does through the same functions.

::

    from sim import compare
    r = compare("xialu", {"baseline": "baseline", "weak": "dual_report:active_share=0.1"}, pairs=20, jobs=2)
    r.frame          # the answer: arm, measure, before, change, low, high, verdict
    r.runs           # a row per arm and replication, all measures
    r.cases, r.daily, r.areas, r.costs

No signal is caught and nothing exits: Ctrl-C ends a run, and what had finished is in the folder.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from sim.config.arm_configs import arms_of
from sim.config.arm_words import read_arm
from sim.config.arms import Arm
from sim.config.layers import Layer, said_by_place, said_of
from sim.config.run import load as configure
from sim.config.run import merged, nested, place_file
from sim.config.studies import configs_of
from sim.config.study_arms import read_arms
from sim.config.study_files import read_study
from sim.errors import ConfigError, Problem, SomeFailed
from sim.i18n import say
from sim.progress import shown
from sim.store.asks import Ask
from sim.studies.asking import Looks, ask_of, folder_of, lived, until_settled, with_draws
from sim.studies.designs import points
from sim.studies.engines.make import engine_of
from sim.studies.engines.settings import EngineSettings, read_engine
from sim.studies.labels import labels_of
from sim.studies.loading import AnyResults
from sim.studies.loading import load as opened
from sim.studies.ranges import ranges_of
from sim.studies.results import Results
from sim.studies.runner import How, Progress

if TYPE_CHECKING:
    from sim.calibration.place import Answer

Place = str | os.PathLike[str]
Said = Mapping[str, Any]
"""Settings by name: ``days=90``, ``voice={"p_report": 0.4}``, ``**{"voice.p_report": 0.4}``."""


def run(
    place: Place = "demo",
    policy: str | Sequence[str] = (),
    *,
    into: Place | None = None,
    jobs: int = 0,
    engine: str | Said = "auto",
    progress: Progress | bool | None = None,
    **said: Any,
) -> Results:
    """Run one configuration.

    Parameters
    ----------
    place : str or path
        Name of a place, or the path of its file.
    policy : str or sequence of str
        Levers that act.
    into : str or path, optional
        Study folder, a bare name in the folder of results; what is there already is not lived again. By default nothing
        is kept once the result is gone.
    jobs : int
        Replications at a time; 0 is one per core.
    engine : str or mapping
        ``serial``, ``processes``, ``threads``, ``dask``, ``slurm``, or a mapping with ``name`` and its settings.
    progress : callable or bool, optional
        Told (done, total); True shows a bar, in a notebook too.
    **said
        Settings, e.g. ``days=90, replications=20``.

    Raises
    ------
    ConfigError
        With all that is wrong, before anything runs.
    SomeFailed
        If replications failed.
    """
    config = configure(place, policy, **said)
    return _answered(ask_of("run", {config.label: config}), into, jobs, engine, progress)


def compare(
    place: Place = "demo",
    arms: Sequence[str] | Mapping[str, str | Said] = ("baseline",),
    *,
    pairs: int | None = None,
    until: Looks | str | None = None,
    draws: int | None = None,
    source: str = "",
    into: Place | None = None,
    jobs: int = 0,
    engine: str | Said = "auto",
    progress: Progress | bool | None = None,
    **said: Any,
) -> Results:
    """Compare arms with the same fate.

    Parameters
    ----------
    place : str or path
    arms : sequence of str, or mapping name -> what it does
        As they are typed on the command line (``"weak=dual_report:active_share=0.1"``); in a mapping the name apart
        (``{"weak": "dual_report:active_share=0.1"}``), or as a study's file has it (``{"more": {"place.workers": 300},
        "both": {"policy": ["dual_report", "whistle"], "voice": {"p_report": 0.4}}}``).
    pairs : int, optional
        Replications of each arm.
    until : Looks or "settled", optional
        Adds pairs, look by look, until its measures are settled: ``Looks(("silent", "response_mean"), most=160)``;
        ``"settled"`` is the headline measures and 40 pairs.
    draws : int, optional
        Draws of every number that nobody has said, beside the pairs at the defaults; 64 where the place has a
        posterior, else none.
    source : str
        What they are drawn from: ``"prior"``, ``"posterior"`` of the place, or the path of a posterior's file; by
        default the posterior where there is one.
    into, jobs, engine, progress
        As in `run`.
    **said
        Settings for all arms.
    """
    if pairs is not None:
        said["replications"] = pairs
    base, layers = _base(place, said)
    question = with_draws(ask_of("compare", dict(arms_of(base, layers, _arms(arms)))), draws, source)
    if isinstance(until, str):
        if until != "settled":
            raise ConfigError([Problem("until", say("errors.found", x=repr(until)), say("how.settled_or_looks"))])
        until = Looks()
    return _answered(question, into, jobs, engine, progress, until)


def sweep(
    place: Place = "demo",
    vary: Mapping[str, Sequence[Any]] | Sequence[str] | str = "assumed",
    *,
    design: str = "grid",
    n: int = 16,
    into: Place | None = None,
    jobs: int = 0,
    engine: str | Said = "auto",
    progress: Progress | bool | None = None,
    **said: Any,
) -> Results:
    """Run every combination of values, or the points of a design.

    Parameters
    ----------
    place : str or path
    vary : mapping key -> values, or names of numbers
        With values every combination of them is run. Names are varied over their plausible ranges by `design`;
        ``"assumed"`` is every assumed number that nobody has said.
    design : {"grid", "lhs", "sobol", "halton"}
    n : int
        Points; of a grid over ranges, levels of each number.
    into, jobs, engine, progress
        As in `run`.
    **said
        Settings; ``policy=[...]`` for levers.
    """
    base = configure(place, **said)
    if isinstance(vary, Mapping):
        made = [dict(zip(vary, values, strict=True)) for values in itertools.product(*vary.values())]
    else:
        made = points(design, ranges_of(base, vary), n, base.run.seed)
    configs = [configure(place, **{**said, **point}) for point in made]
    return _answered(ask_of("sweep", labels_of(configs), tables=False), into, jobs, engine, progress)


def study(
    file: Place, *, small: bool = False, into: Place | None = None, jobs: int = 0, engine: str | Said = "auto",
    progress: Progress | bool | None = None, **said: Any,
) -> Results:  # fmt: skip
    """Run a study's file: its arms, measures and rule for stopping.

    Parameters
    ----------
    file : str or path
        Name of a study (``configs/study/NAME.yaml``), or the path of its file.
    small : bool
        As its ``test`` says: in seconds.
    into, jobs, engine, progress
        As in `run`.
    **said
        Settings that lie over the file's.

    Raises
    ------
    ConfigError
        Also for a file that crosses its arms with values (``sweep``): that is several comparisons.
    """
    read = read_study(file).small() if small else read_study(file)
    if read.sweep:
        keys = ", ".join(read.sweep)
        raise ConfigError([Problem("sweep", say("how.crossed", keys=keys), hint=say("how.crossed_hint", keys=keys))])
    if "pairs" in said:
        said["replications"] = said.pop("pairs")
    arms = dict(configs_of(read, nested(said)))
    looks = Looks(tuple(read.measures), read.max_pairs or None) if read.until == "settled" else None
    question = ask_of("compare", arms, question="; ".join(read.question.values()))
    if read.draws or "draws" in read.lines:
        question = with_draws(question, read.draws)
    if read.measures:
        question = replace(question, extra={"measures": list(read.measures)})
    return _answered(question, into, jobs, engine, progress, looks)


def calibrate(
    place: Place = "demo",
    *,
    observations: Place | None = None,
    quick: bool = False,
    out: Place | None = None,
    jobs: int = 0,
    engine: str | Said = "auto",
    progress: Progress | bool | None = None,
    **said: Any,
) -> Answer:
    """Find which of the assumed numbers a place's figures narrow.

    Parameters
    ----------
    place : str or path
    observations : path, optional
        A CSV file of the place's own figures, which take the stead of those of other places.
    quick : bool
        Fewer runs: a trial, not a result.
    out : path, optional
        Where the posterior goes, a parquet file; nothing is kept of it by default. Runs are kept below the folder of
        results, and the same call goes on from them.
    jobs, engine, progress
        As in `run`.
    **said
        Settings, e.g. ``scale=5``; what is said is not drawn.

    Raises
    ------
    ConfigError
        With all that is wrong.
    ResultError
        If a posterior is to be kept that is worth too few independent draws.
    """
    from sim.calibration import place as of_place
    from sim.calibration.record import keep
    from sim.calibration.steps import FULL, QUICK
    from sim.observations.table import read_observations

    config = configure(place, **said)
    rows = read_observations(observations, role="fit", place=config.place) if observations is not None else ()
    files = (Path(observations),) if observations is not None else ()
    asked = of_place.Asked(config, rows, QUICK if quick else FULL, "sim.calibrate", files)
    settings = read_engine(engine)
    with shown(progress) as told, engine_of(settings, jobs) as lives:
        answer = of_place.calibrate_place(
            asked, lives, None, None if told is None else lambda step, done, total: told(done, total)
        )
    if out is not None:
        keep(Path(out), answer.draws, answer.told)
    return answer


def load(folder: Place) -> AnyResults:
    """Open a study folder (also by its name below ``results``), one of its answers, or a run folder of govsim 0.1.

    Raises
    ------
    ResultError
        If it is none, or damaged.
    """
    path = Path(folder)
    below = Path("results") / path
    return opened(below if not path.exists() and len(path.parts) == 1 and below.exists() else path)


def _base(place: Place, said: Said) -> tuple[dict[str, Any], dict[str, Any]]:
    file, typed = place_file(place), nested(said)
    return merged(file, typed), {
        **said_by_place(file, os.fspath(place)), **said_of(typed, Layer.TYPED, "given in Python")
    }  # fmt: skip


def _arms(arms: Sequence[str] | Mapping[str, str | Said]) -> list[Arm]:
    """Read arms as they are typed, or by name.

    Raises
    ------
    ConfigError
        With the problems of all.
    """
    found, problems = list[Arm](), list[Problem]()
    if isinstance(arms, Mapping):
        bodies = {name: nested(said) if isinstance(said, Mapping) else said for name, said in arms.items()}
        found, problems = read_arms(bodies, lambda key: key)
    else:
        for word in [arms] if isinstance(arms, str) else arms:
            typed, wrong = read_arm(word)
            found += [typed] if typed else []
            problems += wrong
    if problems:
        raise ConfigError(problems)
    return found


def _answered(
    question: Ask,
    into: Place | None,
    jobs: int,
    engine: str | Said,
    progress: Progress | bool | None,
    looks: Looks | None = None,
) -> Results:
    """Live a question in a folder, or in a temporary one that goes with the result."""
    settings: EngineSettings = read_engine(engine)
    away = None if into is not None else Path(tempfile.mkdtemp(prefix="govsim-"))
    path = away or Path(into or "")
    if into is not None and path.parent == Path() and not path.exists():
        path = folder_of(question.first).parent / path.name
    try:
        with shown(progress) as told:
            how = How(jobs=jobs)
            if looks is not None:
                results, outcome = until_settled(question, path, settings, how, looks, progress=told)
            else:
                results, outcome = lived(question, path, settings, how, progress=told)
    except BaseException:
        if away is not None:
            rmtree(away, ignore_errors=True)
        raise
    if away is not None:
        weakref.finalize(results, rmtree, away, ignore_errors=True)
    if outcome.failed:
        first = next(iter(outcome.failed.values()))
        raise SomeFailed(
            say("store.failed", n=len(outcome.failed), asked=outcome.asked, first=first, folder=path / "failed")
        )
    return results
