"""Validate a configuration and say what would run; nothing is run.

usage: govsim check [key=value ...] [-m] [--json]

  govsim check place=xialu policy=[grid_redivision] place.workers=378
  govsim check -m policy=[],[dual_report] seed=1,2,3
"""

from __future__ import annotations

import json

from sim.cli.arguments import take_flag

FLAGS = ("--json", "-m", "--multirun")


def main(args: list[str]) -> int:
    """Validate and tell."""
    from sim.cli.compose import checked
    from sim.counting import count

    as_object = take_flag(args, "--json")
    sweep = "-m" in args or "--multirun" in args
    runs = checked(args, sweep=sweep)
    if as_object:
        print(json.dumps([{"overrides": o, "digest": c.digest(), **c.to_dict()} for o, c in runs], ensure_ascii=False))
        return 0
    for overrides, c in runs:
        p, r = c.place, c.run
        print(f"{p.name}: {c.label}   ({' '.join(overrides) or 'defaults'})")
        sizes = ((p.population, "resident"), (p.streets, "street"), (p.communities, "community"), (p.grids, "grid"))
        print(f"  {', '.join(count(n, one) for n, one in (*sizes, (p.workers, 'grid worker')))}")
        print(
            f"  {count(r.replications, 'replication')} of {count(r.days, 'day')}, "
            f"first {r.warmup_days} left out, seed {r.seed}"
        )
        changed = [f"{i.key}={v}" for i, v in c.parameters() if v != i.default]
        print(f"  changed from the defaults: {', '.join(changed) or 'nothing'}")
        for said in c.late():
            print(f"  note: {said}")
        print(f"  digest {c.digest()}")
    print(f"{count(len(runs), 'run')}, all valid; nothing was run")
    return 0
