"""Is the model to be believed here: oracles, patterns, place cards, blind observations, scores.

  place=NAME           a place (demo where none is said); other settings as in govsim run
  observations=FILE    a CSV file of figures that no calibration has seen:
                       id,place,measure,window,value,unit,sd (area, n, basis, note as you like)
  draws=N              districts drawn (100; 40 with --quick)
  from=prior           though the place has a posterior; posterior=FILE.parquet is another one
  --quick              fewer replications: under two minutes
  --json               everything as one object

measure: any of govsim list measures, or known, reported, mediated, agreed, fulfilled, solved (per 1000/yr, per 1000,
per person/yr, cases, cases/d, %); reported:disputes is of a category. window: 90..365 are days of the run,
2023-01..2023-06 months, nothing is the measured window. Districts are drawn from the place's posterior where it has
one, else from the prior. Exit code 4 where an oracle does not hold.

Examples
--------
  govsim validate --quick
  govsim validate place=xialu observations=my.csv --json
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import JSON, LANG, Asked, Flag, Takes
from sim.errors import Mismatch, Problem
from sim.i18n import joined, say

if TYPE_CHECKING:
    from sim.config.run import RunConfig
    from sim.studies.posterior import Posterior
    from sim.validation.checks import Check
    from sim.validation.predictive import Card
    from sim.validation.report import Report, Wanted

TAKES = Takes((Flag(("--quick",)), LANG, JSON), settings=True)
MOST_DRAWS = 10_000


def main(asked: Asked) -> int:
    """Validate and tell."""
    from sim.cli.terminal import progress, stoppable
    from sim.cli.validation_page import print_page
    from sim.studies.engines.make import make_engine
    from sim.validation.report import validate

    wanted, jobs = _wanted(asked)
    with stoppable() as stop, make_engine("auto", jobs) as engine:
        with progress(say("validate.title")) as report:
            found = validate(wanted, engine, stop, lambda _: report)
        if stop.is_set():
            raise stop.interrupted(0, 0, say("store.nothing_written"))
    if "--json" in asked.flags:
        print(json.dumps(as_json(found), ensure_ascii=False, allow_nan=False))
    else:
        print_page(found)
    if found.broken:
        raise Mismatch(say("validate.broken", names=joined(c.said for c in found.broken)))
    return 0


def _wanted(asked: Asked) -> tuple[Wanted, int]:
    from sim.cli.compose import checked
    from sim.observations.table import read_observations
    from sim.validation.report import Wanted

    own = {key: value for key, _, value in (s.partition("=") for s in asked.settings) if key in _OWN}
    with asked.sound() as wrong:
        draws = own.get("draws", "0")
        if not draws.isdigit() or not int(draws) <= MOST_DRAWS:
            wrong.append(Problem("draws", say("errors.found", x=repr(draws)), f"1 - {MOST_DRAWS}"))
        runs = checked([s for s in asked.settings if s.partition("=")[0] not in _OWN])
        if len(runs) != 1:
            wrong.append(Problem("validate", say("cli.several", x=len(runs)), say("validate.one_place")))
        config = runs[0][1].with_policies([])
    with asked.sound():
        file = own.get("observations")
        blind = read_observations(file, role="blind", place=config.place) if file else ()
        posterior = posterior_of(config, own.get("posterior") or own.get("from", ""))
    return Wanted(config, blind, int(draws), "--quick" in asked.flags, posterior), config.run.jobs


_OWN = ("observations", "draws", "from", "posterior")


def posterior_of(config: RunConfig, source: str = "") -> Posterior | None:
    """The posterior that is asked for, else the place's; None where it has none, or the prior is asked for."""
    from sim.studies.posterior import home_of, load_posterior

    home = home_of(config)
    if source == "prior" or (not source and not home.is_file()):
        return None
    return load_posterior(home if source in ("", "posterior") else Path(source))


def as_json(found: Report) -> dict[str, Any]:
    """Everything as plain values; nan is null."""
    scores = {name: getattr(found.scores, name) for name in found.scores.__dataclass_fields__}
    told = {
        "place": found.place,
        "days": found.days[0],
        "start_date": found.days[1],
        "draws": found.draws,
        "posterior": found.posterior.path.name if found.posterior is not None else None,
        "oracles": [check_row(c) for c in found.oracles],
        "patterns": [check_row(c) for c in found.patterns],
        "cards": [card_row(c) for c in [*found.fitted, *found.predicted]],
        "blind": {"hash": found.blind_hash or None, "elsewhere": found.elsewhere,
                  "rows": [card_row(c) for c in found.blind]},
        "scores": scores | {"gain": found.scores.gain},
        "holds": not found.broken,
    }  # fmt: skip
    return dict(_plain(told))


def check_row(check: Check) -> dict[str, Any]:
    """A check as plain values."""
    return {
        "name": check.name, "said": str(check.said), "found": check.found, "expected": check.expected,
        "standard_error": check.error, "allowed": check.allowed, "holds": check.holds, "hard": check.hard,
    }  # fmt: skip


def card_row(card: Card) -> dict[str, Any]:
    """A row with what the model says of it, as plain values."""
    row = card.row
    return {
        "id": row.id, "place": row.place, "area": row.area, "measure": row.measure, "window": row.window,
        "value": row.value, "unit": row.unit, "sd": row.sd, "role": row.role, "basis": row.basis, "key": row.key,
        "quantiles": {str(q): value for q, value in card.quantiles.items()}, "z": card.z, "verdict": card.verdict,
        "in_50": card.in_50, "in_90": card.in_90, "crps": card.crps, "crps_prior": card.crps_prior,
        "crps_last": card.crps_last, "width": card.width, "draws": card.said,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, (str, int, bool, type(None))) else value.item()
