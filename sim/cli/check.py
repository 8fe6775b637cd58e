"""Validate a configuration and say what would run; nothing is run.

govsim check place=xialu policy=[grid_redivision] place.workers=378
govsim check -m policy=[],[dual_report] seed=1,2,3
"""

from __future__ import annotations

import json

from sim.cli.arguments import JSON, LANG, SWEEP, Asked, Takes
from sim.i18n import joined, say

TAKES = Takes((SWEEP, LANG, JSON), settings=True)


def main(asked: Asked) -> int:
    """Validate and tell."""
    from sim.cli.compose import checked, remarks
    from sim.cli.how import read_how
    from sim.cli.sweeps import designed
    from sim.config.layers import Layer
    from sim.config.names import arm_name, place_name

    how = read_how(asked.settings)
    with asked.sound() as wrong:
        wrong.extend(how.problems)
        runs = designed(how.settings) if "-m" in asked.flags else checked(how.settings)
    if "--json" in asked.flags:
        print(json.dumps([{"overrides": o, "digest": c.digest(), **c.to_dict()} for o, c in runs], ensure_ascii=False))
        return 0
    for overrides, c in runs:
        p, r = c.lived_place, c.run
        typed = " ".join(overrides) or say("check.defaults")
        print(say("check.head", place=place_name(p), arm=arm_name(c.label), said=typed))
        areas = {"streets": p.streets, "communities": p.communities, "grids": p.grids}
        print(say("check.sizes", population=p.population, **areas, workers=p.workers))
        print(say("check.run", replications=r.replications, days=r.days, warmup=r.warmup_days, seed=r.seed))
        usual = {key for key, said in c.said.items() if said.layer == Layer.PLACE}
        changed = [f"{i.key}={v}" for i, v in c.parameters() if v != i.default and i.key not in usual]
        print(say("check.changed", what=joined(changed) if changed else say("check.nothing")))
        for said in [*c.remarks(), *c.late()]:
            print(say("check.note", said=said))
        print(say("check.digest", digest=c.digest()))
    for remark in remarks(asked.settings):
        print(say("check.remark", said=remark))
    print(say("check.valid", n=len(runs)))
    return 0
