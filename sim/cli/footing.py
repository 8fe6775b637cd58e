"""What stands below every table: what its numbers rest on."""

from __future__ import annotations

from sim.cli.notes import of_late
from sim.config.run import RunConfig
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.param import BASES
from sim.results import Saved
from sim.study.engine import Experiment


def footing(config: RunConfig, experiment: Experiment, saved: Saved | None) -> Bilingual:
    """Say what the numbers rest on."""
    infos = [info for arm in experiment.arms for info, _ in arm.parameters() if info.basis != "choice"]
    keys = {info.key: info.basis for info in infos}
    of_basis = {basis: sum(b == basis for b in keys.values()) for basis in BASES}
    n, run = min(len(r) for r in experiment.replications), config.run
    runs = say("footing.runs", n=n)
    if n < run.replications:
        runs = say("footing.runs_of", n=n, asked=run.replications)
    length = say(
        "footing.length", runs=runs, days=run.days, warmup=run.warmup_days, seed=run.seed,
        cpu=experiment.cpu_s_per_replication,
    )  # fmt: skip
    written = say("footing.written", path=saved.path) if saved else say("footing.unwritten")
    if saved and n < (there := min(len(found) for found in saved.manifest["replications"].values())):
        written = say("footing.fewer", path=saved.path, there=there, asked=run.replications)
    late = [say("footing.late", said=said.capital()) for said in of_late(experiment.arms)]
    known = [b for b in ("sourced", "derived", "external", "calibrated", "assumed") if of_basis[b]]
    words = joined(say("footing.of_basis", n=of_basis[b], basis=word("bases", b)) for b in known)
    return joined([*late, length, say("footing.parameters", words=words), written], "\n")
