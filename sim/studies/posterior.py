"""Posteriors of places: files of draws that agree with what is known of a place, and when one is refused.

A posterior is two files, by default ``configs/posterior/<place>.parquet``, a row per draw and a column per input by its
dotted key, and beside it ``<place>.json`` (the environment variable ``GOVSIM_POSTERIORS`` names another folder)::

    {"place": "xialu", "model_version": 2, "effective_size": 412.0, "command": "govsim calibrate place=xialu ...",
     "targets": [{"file": "targets.csv", "sha256": "..."}], "draws_sha256": "..."}

What else stands there (waves, narrowing, coverage) is for people. One made by a model of another version, for targets
that have changed since, or of too few independent draws, is refused; so are draws that are not those of the page, as
after a stop between the two files, where the page has their hash.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

import sim.evidence
from sim.config.place_files import config_dir, file_of, read_place
from sim.config.run import RunConfig
from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.types import Floats
from sim.version import MODEL_VERSION

FOLDER = "GOVSIM_POSTERIORS"
"""Environment variable that names another folder of posteriors, as where that of the installation is read-only."""
LEAST_SIZE = 200.0
"""Independent draws that a posterior must be worth; below it intervals are far too narrow, and nobody sees it."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws that agree with what is known of a place.

    Attributes
    ----------
    path : Path
    keys : tuple of str
        Inputs; others stay at their prior.
    values : array [draws, inputs]
    told : dict
        What the file beside it says.
    """

    path: Path
    keys: tuple[str, ...]
    values: Floats
    told: dict[str, Any]

    def draw(self, k: int) -> Mapping[str, float]:
        """Values of draw `k` by dotted key; after the last draw the first comes again."""
        return dict(zip(self.keys, map(float, self.values[k % len(self.values)]), strict=True))

    def __len__(self) -> int:
        """Draws that it has."""
        return len(self.values)


def posterior_file(place: str) -> Path:
    """Where the posterior of a place would lie."""
    folder = os.environ.get(FOLDER)
    return (Path(folder) if folder else config_dir() / "posterior") / f"{Path(place).stem}.parquet"


def beside_place(file: Path) -> Path:
    """Where the posterior of a place lies that was said by its path: beside its file."""
    return file.with_name("posterior.parquet")


def home_of(config: RunConfig) -> Path:
    """Where the posterior of a run's place would lie."""
    own = file_of(config.said)
    return posterior_file(config.place.name) if own is None else beside_place(own)


def is_trial(path: Path) -> bool:
    """Whether a posterior was made by a quick plan, or is none that can be read."""
    try:
        return bool(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")).get("trial", False))
    except (OSError, ValueError, AttributeError):
        return True


def has_posterior(place: str) -> bool:
    """Whether there is a posterior of a place."""
    return posterior_file(place).is_file()


def digest_of(path: Path) -> str:
    """Hash of a file of targets; line ends do not count."""
    text = path.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()


def digest_of_place(file: Path) -> str:
    """Hash of what a place's file says and of its map; titles, sources, comments and folders do not count."""
    tree = read_place(file).tree
    place = {key: v for key, v in tree["place"].items() if key not in ("title", "title_zh", "sources")}
    if isinstance(place.get("map"), str) and Path(place["map"]).is_file():
        place["map"] = hashlib.sha256(Path(place["map"]).read_bytes()).hexdigest()
    tree = {**tree, "place": place}
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()


def load_posterior(place: str | os.PathLike[str]) -> Posterior:
    """Read a posterior.

    Parameters
    ----------
    place : str or path
        The name of a place, or the path of a parquet file.

    Raises
    ------
    ConfigError
        If there is none, it cannot be read, or it must not be used: made by another version of the model, for other
        targets, worth fewer than `LEAST_SIZE` independent draws, or with other draws than its page was written for.
    """
    is_file = isinstance(place, os.PathLike) or place.endswith(".parquet")
    path = Path(place) if is_file else posterior_file(str(place))
    if not path.is_file():
        raise ConfigError([Problem("posterior", say("draws.no_file", path=path), say("draws.or_prior"))])
    try:
        held = path.read_bytes()
        table = pq.read_table(BytesIO(held))
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        values = np.column_stack([table[name].to_numpy() for name in table.column_names]).astype(np.float64)
        found = Posterior(path, tuple(table.column_names), values, dict(told))
        problems = _refusals(found, hashlib.sha256(held).hexdigest())
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ConfigError([Problem("posterior", say("draws.unread", path=path, why=str(error)))]) from error
    if problems:
        raise ConfigError(problems)
    return found


def own_test(path: Path) -> dict[str, Any] | None:
    """How a posterior stands to the observations that somebody gave for the place; None where none were given."""
    try:
        rows = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["own"]["rows"]
        return own_test_of(rows) if rows else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def own_test_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Count which observations a posterior meets.

    Parameters
    ----------
    rows : sequence of mapping
        Of the page beside it, each with role, fits, measure, area and unit.

    Returns
    -------
    dict
        ``fits`` ``of`` those fitted to, ``predicted`` of those ``held`` out; ``missed_fit`` and ``missed_held`` with
        measure, area and unit of those that it does not meet.
    """
    of = {role: [row for row in rows if row["role"] == role] for role in ("fit", "held")}
    missed = {role: [{k: row[k] for k in ("measure", "area", "unit")} for row in own if not row["fits"]]
              for role, own in of.items()}  # fmt: skip
    return {
        "fits": len(of["fit"]) - len(missed["fit"]), "of": len(of["fit"]),
        "predicted": len(of["held"]) - len(missed["held"]), "held": len(of["held"]),
        "missed_fit": missed["fit"], "missed_held": missed["held"],
    }  # fmt: skip


def _refusals(found: Posterior, draws_sha256: str) -> list[Problem]:
    """Why a posterior must not be used; ``draws_sha256`` is that of the file of draws as it was read."""
    told, where, again = found.told, str(found.path), say("draws.calibrate", command=found.told.get("command", "-"))
    problems = []
    if told["model_version"] != MODEL_VERSION:
        what = say("draws.other_model", found=told["model_version"], now=MODEL_VERSION)
        problems.append(Problem(where, what, hint=again))
    if not float(told["effective_size"]) >= LEAST_SIZE:
        what = say("draws.too_small", n=float(told["effective_size"]))
        problems.append(Problem(where, what, say("draws.least", n=LEAST_SIZE), again))
    for one in told["targets"]:
        file = targets_file(one["file"], found.path)
        if file is not None and digest_of(file) != one["sha256"]:
            problems.append(Problem(where, say("draws.other_targets", file=file), hint=again))
    own = told.get("place_file") or {"file": "", "sha256": ""}
    place = found.path.parent / own["file"]
    if place.is_file() and digest_of_place(place) != own["sha256"]:
        problems.append(Problem(where, say("draws.other_place", file=place), hint=again))
    if told.get("draws_sha256", draws_sha256) != draws_sha256:
        page = found.path.with_suffix(".json").name
        problems.append(Problem(where, say("draws.other_draws", page=page), hint=again))
    if not len(found) or not np.isfinite(found.values).all():
        problems.append(Problem(where, say("draws.no_numbers")))
    return problems


def targets_file(name: str, beside: Path) -> Path | None:
    """A file of targets: among the evidence, beside the posterior, or where it was; None where it is not there."""
    for path in (Path(sim.evidence.__file__).parent / name, beside.parent / name, Path(name)):
        if path.is_file():
            return path
    return None
