"""Xialu: what do 378 grids instead of 207 change, and is it the boundaries or the workers?

Question
    The district redrew 207 grids into 378, one worker each (E101-E104). The article does not say how many workers
    there were before. What would the model show for new boundaries alone, and for new boundaries with new workers?

Design
    Paired replications, same fate in all arms:
    1. 207 workers, split on paper: the same 207 workers share 378 grids.
    2. 207 workers, split with 171 new workers (one grid, one worker).
    3. 378 workers in both arms, dealt over 207 grids before and one per grid afterwards.

Answer
    Printed when it runs; the published run is in results/curated. In words: a split on paper changes nothing; workers
    change response and discovery and cost; smaller grids at the same staff lose pooling.
"""

from __future__ import annotations

import argparse
import sys

from sim.cli import guarded
from sim.cli.answer import print_comparison
from sim.cli.asking import ask
from sim.cli.how import HowAsked
from sim.cli.keep import folder_problems
from sim.cli.terminal import console
from sim.config.run import RunConfig, load
from sim.errors import ConfigError
from sim.measures import HEADLINE
from sim.studies.asking import ask_of, folder_of


def designs(place: str, pairs: int, days: int) -> dict[str, list[RunConfig]]:
    """Before and after of the three designs."""
    numbers = load(place).place
    common = {"replications": pairs, "days": days, "warmup_days": min(90, days // 4), "into": "xialu_grids"}
    split = ["grid_redivision"]
    neutral = {"policies.grid_redivision.funding": "staff_neutral"}
    dealt = {"place.workers": numbers.grids_after}
    return {
        "same workers, split on paper": [load(place, **common), load(place, split, **common, **neutral)],
        "a new worker for every new grid": [load(place, **common), load(place, split, **common)],
        "as many workers before as after": [
            load(place, **common, **dealt), load(place, split, **common, **dealt, **neutral)
        ],
    }  # fmt: skip


def main() -> int:
    """Run the three designs and print the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--place", default="xialu")
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--days", type=int, default=365)
    asked = parser.parse_args()
    out = console()
    asked_for = designs(asked.place, asked.pairs, asked.days)
    if wrong := folder_problems([arms[0] for arms in asked_for.values()]):
        raise ConfigError(wrong)
    for title, arms in asked_for.items():
        out.rule(title)
        question = ask_of("compare", dict(zip(("before", "after"), arms, strict=True)), question=title)
        came = ask(question, folder_of(arms[0]), HowAsked(), title)
        print_comparison(out, came.results, HEADLINE)
        if came.after is not None:
            raise came.after
    return 0


if __name__ == "__main__":
    sys.exit(guarded("xialu_grids", main))
