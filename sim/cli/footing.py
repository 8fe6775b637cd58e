"""What stands below every table: what its numbers rest on."""

from __future__ import annotations

from pathlib import Path

from sim.cli.notes import of_late
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.param import BASES
from sim.studies.posterior import own_test
from sim.studies.results import Results
from sim.validation.reliance import is_doubtful, warning_in_full


def footing(results: Results) -> Bilingual:
    """Say what the numbers rest on."""
    infos = [info for arm in results.configs for info, _ in arm.parameters() if info.basis != "choice"]
    keys = {info.key: info.basis for info in infos}
    of_basis = {basis: sum(b == basis for b in keys.values()) for basis in BASES}
    n, asked = min(map(len, results.replications.values())), results.asked.told["replications"]
    run = results.configs[0].run
    runs = say("footing.runs", n=n) if n == asked else say("footing.runs_of", n=n, asked=asked)
    length = say(
        "footing.length", runs=runs, days=run.days, warmup=run.warmup_days, seed=run.seed,
        cpu=results.cpu_s_per_replication,
    )  # fmt: skip
    dates = []
    if (first := results.configs[0].date_of(results.configs[0].first_day)) is not None:
        last = results.configs[0].date_of(results.configs[0].until_day - 1)
        dates = [say("footing.dates", start=run.start_date, first=first.isoformat(), last=last)]
    written = say("footing.written", path=results.path)
    late = [say("footing.late", said=said.capital()) for said in of_late(results.configs)]
    left_out = [say("footing.remark", said=said) for said in results.remarks]
    known = [b for b in ("sourced", "derived", "external", "calibrated", "assumed") if of_basis[b]]
    words = joined(say("footing.of_basis", n=of_basis[b], basis=word("bases", b)) for b in known)
    source = results.asked.source if results.asked.draws else ""
    test = own_test(Path(source)) if source.endswith(".parquet") else None
    doubts = [warning_in_full(test)] if test and is_doubtful(test) else []
    told = [*late, length, *dates, say("footing.parameters", words=words), *doubts, *left_out, written]
    return joined(told, "\n")
