"""What is kept of a calibration: a table of draws and a page of facts, both small."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.calibration.check import SHARES
from sim.calibration.steps import NARROWED, Calibration, Plan
from sim.errors import ResultError
from sim.i18n import say
from sim.observations.table import Observation, digest
from sim.store.folder import replace_file, replace_text
from sim.studies.posterior import LEAST_SIZE
from sim.studies.priors import Input
from sim.types import Floats
from sim.validation.predictive import back, scale_of
from sim.version import MODEL_VERSION

ROWS = 256
"""Draws that are kept."""
FIGURES = 6
"""Significant figures of a draw: the last bits of two machines differ."""


def draws_table(inputs: Sequence[Input], draws: Floats) -> pa.Table:
    """Draws as values, a column an input.

    Parameters
    ----------
    inputs : sequence of Input
        [d]
    draws : array [n, d]
        In the unit cube.
    """
    kept = draws[np.linspace(0, len(draws) - 1, min(ROWS, len(draws))).round().astype(int)]
    return pa.table(
        {
            one.key: [one.fitting(float(f"{one.quantile(float(u)):.{FIGURES}g}")) for u in kept[:, j]]
            for j, one in enumerate(inputs)
        }
    )


def facts(
    done: Calibration, inputs: Sequence[Input], rows: Sequence[Observation], plan: Plan, about: Mapping[str, Any]
) -> dict[str, Any]:
    """All that should be known of a calibration, rounded.

    Parameters
    ----------
    done : Calibration
    inputs : sequence of Input
    rows : sequence of Observation
        The targets that were asked for.
    plan : Plan
    about : mapping
        Place, command, files of targets and what else is to stand first.
    """
    narrowing, test = done.narrowing, done.test
    by_id = {row.id: row for row in rows}
    checked = {one.name: one for one in done.checked}
    targets = []
    for k, name in enumerate(done.goals.names):
        emulator, row = done.emulators[name], by_id[name]
        told: dict[str, Any] = {
            "id": name, "measure": row.measure, "value": row.value, "unit": row.unit, "key": row.key,
            "on_scale": _short(done.goals.values[k]), "tolerance": _short(done.goals.sds[k]),
            "emulator_error": _short(emulator.error), "emulator_r2": _short(emulator.explained),
            "emulator_within_2sd": _short(emulator.within), "flagged": name in done.flagged,
        }  # fmt: skip
        if name in checked:
            own = checked[name]
            middle = back(own.quantiles, scale_of(row), row.unit)
            told["simulator"] = {str(share): _short(q) for share, q in zip(SHARES, middle, strict=True)}
            told |= {"simulator_within_2sd": _short(own.within), "z": _short(own.z)}
        targets.append(told)
    order = np.argsort(narrowing, kind="stable")
    return {
        **about,
        "model_version": MODEL_VERSION,
        "rows_digest": digest(rows),
        "rows": [row.key for row in rows if row.id in done.goals.names],
        "effective_size": _short(done.posterior.effective),
        "degrees": len(done.posterior.degrees),
        "moves_taken": _short(done.posterior.accepted),
        "inputs": len(inputs),
        "screened": [inputs[j].key for j in done.active],
        "waves": [{"points": n, "not_ruled_out": _short(share)} for n, share in done.waves],
        "fit": targets,
        "skipped": done.skipped,
        "narrowing": {inputs[j].key: _short(narrowing[j]) for j in order if narrowing[j] < NARROWED},
        "not_narrowed": [inputs[j].key for j in range(len(inputs)) if narrowing[j] >= NARROWED],
        "self_test": {
            "truths": len(test.ranks),
            "coverage": {f"{inside:g}": _short(share) for inside, share in test.coverage.items()},
            "least_at_90": _short(test.covered(0.9).min()),
            "narrowing": {inputs[j].key: _short(w) for j, w in zip(done.active, test.narrowing, strict=True)},
            "least_effective_size": _short(test.effective.min()),
        },
        "plan": {name: getattr(plan, name) for name in Plan.__dataclass_fields__},
    }


def keep(path: Path, table: pa.Table, told: Mapping[str, Any]) -> None:
    """Write a posterior, if it is worth enough independent draws; see `write`.

    Raises
    ------
    ResultError
        If it is not, with what may help; or if the disk does not take it.
    """
    size = float(told["effective_size"])
    if size < LEAST_SIZE:
        raise ResultError(say("calibration.too_small", n=size, least=LEAST_SIZE))
    write(path, table, told)


def write(path: Path, table: pa.Table, told: Mapping[str, Any]) -> None:
    """Write a posterior: its draws, then the page of facts, which holds their hash; each is put in place at once.

    Parameters
    ----------
    path : Path
        The parquet file; the page stands beside it.
    table : pyarrow.Table
    told : mapping

    Raises
    ------
    ResultError
        If the disk does not take it.
    """
    made = BytesIO()
    pq.write_table(table, made, compression="zstd", use_dictionary=False)
    page = {**told, "draws_sha256": hashlib.sha256(made.getvalue()).hexdigest()}
    replace_file(path, lambda draft: draft.write_bytes(made.getvalue()))
    replace_text(path.with_suffix(".json"), json.dumps(page, ensure_ascii=False, indent=1) + "\n")


def _short(value: float) -> float:
    return float(f"{float(value):.4g}")
