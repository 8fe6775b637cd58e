"""Prints hashes of everything that compiled code computes, to be compared between processes.

::

    python -m tests.bits numbers      # random numbers and elementary functions
    python -m tests.bits district     # a small district over six weeks, with everything switched on
"""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np

from sim.types import Array


def numbers() -> dict[str, str]:
    """Hash Philox and the functions made from + - * /, and what the clock says."""
    from sim.kernel.clock import after_open_hours, next_opening, open_hours_between
    from sim.rng import exp, log, lognormal, normal_quantile, philox, uniforms

    no_dates = np.zeros(0, np.int8)
    u = uniforms(123456789, 987654321, 5, 2000, 3, 11, 2)
    flat = u.ravel()[:3000]
    times = np.concatenate([900.0 * flat[:300], 24.0 * np.arange(28.0), 24.0 * np.arange(28.0) + 8.3])
    tails = np.concatenate([10.0 ** -np.arange(1.0, 17.0), 1.0 - 10.0 ** -np.arange(1.0, 16.0)])
    found = {
        "uniforms": u,
        "philox": np.array([philox(2**32 - 1 - i, i, i * 7919, i, 40 * i, i) for i in range(300)]),
        "log": np.array([log(float(v)) for v in np.concatenate([flat, 1e6 * flat, tails])]),
        "exp": np.array([exp(40.0 * float(v) - 20.0) for v in flat]),
        "normal": np.array([normal_quantile(float(v)) for v in np.concatenate([flat, tails])]),
        "lognormal": np.array([lognormal(float(v), 2.0, 1.2) for v in flat]),
        "opening": np.array([next_opening(float(t), 8.3, 17.6, 31, no_dates) for t in times]),
        "closing": np.array([after_open_hours(float(t), 7.7, 8.3, 17.6, 31, no_dates) for t in times]),
        "hours": np.array([open_hours_between(float(t), float(t) + 99.9, 8.3, 17.6, 31, no_dates) for t in times]),
    }
    return {name: digest(values) for name, values in found.items()}


def district() -> dict[str, str]:
    """Hash the tables of a district that meets everything: a redivision, members, money waits, a surge."""
    from sim.state.agenda import Count
    from sim.state.cases import Stage
    from tests.places import small

    lived = small(
        "grid_redivision", "dual_report", population=600, days=42, policies={"grid_redivision": {"start_day": 12}},
        needs={"requests_per_year": 12.0, "repair_yuan": 1000.0, "p_money": 0.6},
        finance={"base_funds_yuan": 20000.0, "reserve_days": 30.0},
        emergencies={"start_day": 20, "days": 6}, dispatch={"p_formal": 0.3, "come_back_days": 1.0},
        workers={"turnover_per_year": 2.0, "hiring_days": 7},
    ).live(42)  # fmt: skip
    world = lived.world
    cases, counts = world.cases, world.agenda.counts
    # Nothing is proved by branches that were never taken.
    assert world.map.grids.n > world.map.grids_at_start.n
    assert (cases.spent[:, Stage.MONEY] > 0.0).any()
    assert counts[Count.REOPENED] > 5
    assert counts[Count.MERGED] > 5
    assert ((world.staff.vacant_until >= 0) | (world.staff.hired_day > 12)).any()
    layered = small(
        "layer_integration", population=600, days=24, policies={"layer_integration": {"start_day": 10}},
        place={"layers": 3}, needs={"requests_per_year": 12.0},
    ).live(24)  # fmt: skip
    assert (layered.world.cases.misroutes > 0).any()
    return tables(lived) | {f"layered {name}": bits for name, bits in tables(layered).items()}


def digest(*arrays: Array) -> str:
    """Hash the bytes of arrays."""
    whole = hashlib.sha256()
    for array in arrays:
        whole.update(np.ascontiguousarray(array).tobytes())
    return whole.hexdigest()


def tables(lived: object) -> dict[str, str]:
    """Hash every table of a district, column by column (records have padding between columns)."""
    from sim.state.agenda import Count
    from sim.state.opinion import OPINION_SPEC

    world, recorder = lived.world, lived.recorder  # type: ignore[attr-defined]
    found = {}
    for name in ("cases", "residents", "desks", "staff", "firms"):
        table = getattr(world, name)
        found[name] = digest(*(getattr(table, column) for column in type(table).SPEC))
    agenda = world.agenda
    # what lies behind the end of a heap is scrap
    now = agenda.counts[Count.EVENTS]
    found["agenda"] = digest(agenda.time[:now], agenda.item[:now], agenda.counts, agenda.area)
    found["funds"] = digest(*(agenda.funds[column] for column in ("fen", "head", "tail")))
    found["map"] = digest(
        world.map.grids.of_cell,
        world.map.grids.community,
        world.routes.of_cell,
        world.map.unrenovated,
        world.offices.of_community,
    )
    found["levers"] = digest(*(world.memory[name] for name in sorted(world.memory)), world.people.volunteers)
    found["rota"] = digest(world.rota.next, world.rota.hours_left)
    found["mood"] = digest(*(world.people.opinion[n] for n in OPINION_SPEC), recorder.satisfaction)
    found["evenings"] = digest(
        recorder.open_cases, recorder.worked_h, recorder.paid_h, recorder.offered_h, recorder.given_h
    )
    found["ledger"] = digest(np.array(sorted(world.money.ledger.accounts.values())))
    return found


if __name__ == "__main__":
    print(json.dumps({"numbers": numbers, "district": district}[sys.argv[1]]()))
