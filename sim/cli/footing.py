"""What stands below every table: what its numbers rest on."""

from __future__ import annotations

from sim.cli.notes import of_late
from sim.config.run import RunConfig
from sim.counting import count
from sim.parameters.param import BASES
from sim.results import Saved
from sim.study.engine import Experiment


def footing(config: RunConfig, experiment: Experiment, saved: Saved | None) -> str:
    """Say what the numbers rest on."""
    infos = [info for arm in experiment.arms for info, _ in arm.parameters() if info.basis != "choice"]
    keys = {info.key: info.basis for info in infos}
    of_basis = {basis: sum(b == basis for b in keys.values()) for basis in BASES}
    n, run = min(len(r) for r in experiment.replications), config.run
    done = count(n, "replication") if n == run.replications else f"{n} of {count(run.replications, 'replication')}"
    written = f"Written to {saved.path}" if saved else "Not written: it could not be saved"
    if saved and n < (there := min(len(found) for found in saved.manifest["replications"].values())):
        written = f"Not written: {saved.path} holds {there} of {count(run.replications, 'replication')} of this run"
    late = "".join(f"{said[0].upper()}{said[1:]}.\n" for said in of_late(experiment.arms))
    words = ", ".join(
        f"{of_basis[b]} {b}" for b in ("sourced", "derived", "external", "calibrated", "assumed") if of_basis[b]
    )
    return (
        f"{late}{done} of {count(run.days, 'day')} (first {run.warmup_days} left out), seed {run.seed}; "
        f"{experiment.cpu_s_per_replication:.2f} s of CPU each.\n"
        f"Parameters: {words}. Assumed numbers are wide priors, not findings: see assumptions.csv.\n"
        f"{written}"
    )
