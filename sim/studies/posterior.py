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
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

import sim.evidence
from sim.config.place_files import config_dir
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


def has_posterior(place: str) -> bool:
    """Whether there is a posterior of a place."""
    return posterior_file(place).is_file()


def digest_of(path: Path) -> str:
    """Hash of a file of targets; line ends do not count."""
    text = path.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()


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
