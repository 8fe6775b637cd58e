"""What stands below every table: what its numbers rest on."""

from __future__ import annotations

from pathlib import Path

from sim.counting import count
from sim.params import BASES
from sim.run_config import RunConfig
from sim.study.engine import Experiment


def footing(config: RunConfig, experiment: Experiment, run_dir: Path | None) -> str:
    """Say what the numbers rest on."""
    infos = [info for arm in experiment.arms for info, _ in arm.parameters() if info.basis != "choice"]
    keys = {info.key: info.basis for info in infos}
    of_basis = {basis: sum(b == basis for b in keys.values()) for basis in BASES}
    n = min(len(r) for r in experiment.replications)
    run = config.run
    words = ", ".join(
        f"{of_basis[b]} {b}" for b in ("sourced", "derived", "external", "calibrated", "assumed") if of_basis[b]
    )
    return (
        f"{count(n, 'replication')} of {count(run.days, 'day')} (first {run.warmup_days} left out), seed {run.seed}; "
        f"{experiment.cpu_s_per_replication:.2f} s of CPU each.\n"
        f"Parameters: {words}. Assumed numbers are wide priors, not findings: see assumptions.csv.\n"
        + (f"Written to {run_dir}" if run_dir else "Not written: it could not be saved")
    )
