"""From an experiment to its run folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.measures import MEASURES
from sim.results import Saved, save
from sim.study.engine import Experiment, peak_mb

TABLES = ("daily", "cases", "map", "areas")
"""What is written beside runs.parquet, unless the experiment was run without tables."""


def folder_of(experiment: Experiment) -> Path:
    """Folder of an experiment: results / study (or place) / digest of its arms."""
    run = experiment.arms[0].run
    digests = [arm.digest() for arm in experiment.arms]
    name = digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()[:12]
    return Path(run.results_dir) / (run.study or experiment.arms[0].place.name) / name


def runs_frame(experiment: Experiment) -> pd.DataFrame:
    """One row per arm and replication with all measures."""
    return pd.DataFrame(
        [
            {"arm": label, "replication": r.number, **{name: r.measures[name] for name in MEASURES}}
            for label, replications in zip(experiment.labels, experiment.replications, strict=True)
            for r in replications
        ]
    )


def table_frame(experiment: Experiment, name: str) -> pd.DataFrame | None:
    """One table of all arms and replications, or None if the experiment was run without tables."""
    parts = [
        frame.assign(arm=label, replication=r.number)
        for label, replications in zip(experiment.labels, experiment.replications, strict=True)
        for r in (replications[:1] if name == "map" else replications)
        if (frame := getattr(r, name)) is not None
    ]
    if not parts:
        return None
    whole = pd.concat(parts, ignore_index=True)
    return whole[["arm", "replication", *[c for c in whole.columns if c not in ("arm", "replication")]]]


def save_experiment(experiment: Experiment, overrides: Sequence[str] = ()) -> Saved:
    """Write an experiment to its folder and read it back."""
    folder = folder_of(experiment)
    frames = {"runs": runs_frame(experiment)}
    for name in TABLES:
        table = table_frame(experiment, name)
        if table is not None:
            frames[name] = table
        else:  # what an earlier run left there does not belong to this one; without its manifest it is no run either
            (folder / "manifest.json").unlink(missing_ok=True)
            (folder / f"{name}.parquet").unlink(missing_ok=True)
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
        frames,
        told,
        overrides,
    )
