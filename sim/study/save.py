"""From an experiment to its run folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from sim.config.run import RunConfig
from sim.errors import GovsimError
from sim.measures import MEASURES
from sim.results import Saved, load, save
from sim.study.costs import costs_frame
from sim.study.engine import Experiment, peak_mb
from sim.study.parts import TABLES


def folder_of(experiment: Experiment) -> Path:
    """Folder of an experiment: results / into (or place) / digest of its arms."""
    run = experiment.arms[0].run
    digests = [arm.digest() for arm in experiment.arms]
    name = digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()[:12]
    return Path(run.results_dir) / (run.into or experiment.arms[0].place.name) / name


def scratch_of(config: RunConfig) -> Path:
    """Where tables wait until a run is saved: on the disk of its results, which must hold them in the end."""
    return Path(config.run.results_dir)


def runs_frame(experiment: Experiment) -> pd.DataFrame:
    """One row per arm and replication with all measures."""
    return pd.DataFrame(
        [
            {"arm": label, "replication": r.number, **{name: r.measures[name] for name in MEASURES}}
            for label, replications in zip(experiment.labels, experiment.replications, strict=True)
            for r in replications
        ]
    )


def _lived(experiment: Experiment) -> list[tuple[int, int]]:
    """Every replication that has finished: number of its arm, its own number."""
    return [(arm, r.number) for arm, replications in enumerate(experiment.replications) for r in replications]


def table_frame(experiment: Experiment, name: str) -> pd.DataFrame | None:
    """One table of all arms and replications, or None if the experiment was run without tables."""
    return experiment.parts.frame(name, _lived(experiment)) if experiment.parts is not None else None


def more_is_there(experiment: Experiment, folder: Path) -> Saved | None:
    """The finished run in a folder that has more replications than a stopped one, or as many and is complete."""
    try:
        there = load(folder)
        kept = min(len(there.manifest["replications"][label]) for label in experiment.labels)
    except (GovsimError, KeyError, TypeError):
        return None  # nothing there that could be lost
    return there if kept >= min(len(r) for r in experiment.replications) else None


def save_experiment(experiment: Experiment, overrides: Sequence[str] = ()) -> Saved:
    """Write an experiment to its folder and read it back.

    A stopped experiment never takes the place of one with more replications: that one is read back instead.
    """
    folder = folder_of(experiment)
    if experiment.interrupted and (there := more_is_there(experiment, folder)):
        return there
    tables: dict[str, pd.DataFrame | Iterator[pa.Table]] = {
        "runs": runs_frame(experiment), "costs": costs_frame(experiment)
    }  # fmt: skip
    if experiment.parts is not None:
        tables |= {name: experiment.parts.read(name, _lived(experiment)) for name in TABLES}
    first = experiment.arms[0]
    told = {
        "place": first.place.name,
        "days": first.run.days,
        "warmup_days": first.run.warmup_days,
        "seed": first.run.seed,
        "replications": {
            label: [r.number for r in reps]
            for label, reps in zip(experiment.labels, experiment.replications, strict=True)
        },
        "complete": not experiment.interrupted,
        "wall_s": round(experiment.wall_s, 3),
        "cpu_s_per_replication": round(experiment.cpu_s_per_replication, 3),
        "peak_mb": round(peak_mb(), 1),
        "cases_sampled": first.run.case_rows,
        "measures": {name: {"unit": m.unit, "better": m.better, "title": m.title} for name, m in MEASURES.items()},
        "ledger_yuan": {
            label: reps[0].ledger
            for label, reps in zip(experiment.labels, experiment.replications, strict=True)
            if reps
        },
    }
    return save(
        folder,
        dict(zip(experiment.labels, experiment.arms, strict=True)),
        tables,
        told,
        overrides,
    )
