"""Validate a configuration and say what would run; nothing is run.

govsim check place=xialu policy=[grid_redivision] place.workers=378
govsim check -m policy=[],[dual_report] seed=1,2,3
"""

from __future__ import annotations

import json
from typing import Any

from sim.cli.arguments import JSON, LANG, SWEEP, Asked, Takes
from sim.errors import ConfigError

TAKES = Takes((SWEEP, LANG, JSON), settings=True)


def main(asked: Asked) -> int:
    """Validate and tell."""
    from sim.cli.compose import checked, remarks
    from sim.counting import count

    with asked.sound():
        runs = checked(asked.settings, sweep="-m" in asked.flags)
    if "--json" in asked.flags:
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
        usual = _of_file(p.name)
        changed = [
            f"{i.key}={v}"
            for i, v in c.parameters()
            if v != (i.default if i.default is not None else usual.get(i.name))
        ]
        print(f"  changed from the defaults: {', '.join(changed) or 'nothing'}")
        for said in [*c.remarks(), *c.late()]:
            print(f"  note: {said}")
        print(f"  digest {c.digest()}")
    for remark in remarks(asked.settings):
        print(f"note: {remark}")
    print(f"{count(len(runs), 'run')}, all valid; nothing was run")
    return 0


def _of_file(place: str) -> dict[str, Any]:
    """The numbers that a place's own file says; none for a place without a file among the configurations."""
    from sim.config.run import place_file, place_names

    try:
        return dict(place_file(place)["place"]) if place in place_names() else {}
    except ConfigError:
        return {}
