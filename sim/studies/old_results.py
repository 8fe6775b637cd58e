"""A run folder as govsim 0.1 wrote it (schema 1), read only; it can be looked at and drawn, not added to."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import yaml
from pandas.api.types import is_numeric_dtype
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.errors import ResultError, reason
from sim.i18n import joined, say

SCHEMA = 1
AGAIN = say("results.again")
"""What helps with a damaged run folder."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster, where it was built


class _Manifest(BaseModel):
    """What a manifest must say for a run folder to be read."""

    model_config = ConfigDict(extra="allow", strict=True)
    arms: list[str] = Field(min_length=1)
    digests: dict[str, str]
    files: dict[str, str]
    replications: dict[str, list[int]]
    place: str
    days: int = Field(gt=0)
    warmup_days: int = Field(ge=0)
    seed: int
    commit: str
    complete: bool

    @model_validator(mode="after")
    def _arms_agree(self) -> _Manifest:
        """Every arm has its digest and its replications."""
        for name, told in (("digests", self.digests), ("replications", self.replications)):
            if told.keys() != set(self.arms):
                raise ValueError(f"{name} are of other arms than arms")
        return self


_NUMBERS: dict[str, tuple[str, ...]] = {
    "runs": ("replication",),
    "daily": ("replication", "day", "id", "response_h"),
    "cases": ("replication", "cell", "t_accept_h", "t_contact_h", "t_close_h"),
    "map": ("cell", "x", "y", "community", "grid_at_start", "grid"),
    "areas": ("replication", "id"),
    "costs": ("value",),
}
"""Columns of numbers without which a table is of no use, beside ``arm``, and ``level`` where there is an ``id``."""


@dataclass
class OldResults:
    """A finished run of an earlier version, read from its folder as `sim.studies.results.Results` is.

    Every table is checked against its hash in the manifest when it is first read, and raises `ResultError` if it is
    missing, damaged or of another version.

    Attributes
    ----------
    path : Path
    manifest : dict
    """

    path: Path
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def answer(self) -> Path:
        """Folder of what is concluded from it: itself."""
        return self.path

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row per arm and replication, one column per measure."""
        return self._table("runs")

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row per arm, replication, day, level and area."""
        return self._table("daily")

    @cached_property
    def cases(self) -> pd.DataFrame:
        """Known cases with all stamps (sampled above a limit, see the manifest)."""
        return self._table("cases")

    @cached_property
    def map(self) -> pd.DataFrame:
        """One row per arm and cell."""
        return self._table("map")

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row per arm, replication, level and area (or group of residents), one column per measure."""
        return self._table("areas")

    @cached_property
    def costs(self) -> pd.DataFrame:
        """What each lever cost a year, item by item, and what was given up for it; mean over replications."""
        return self._table("costs")

    @property
    def arms(self) -> list[str]:
        """Labels of the arms, the first is what others are compared with."""
        return list(self.manifest["arms"])

    def has(self, table: str) -> bool:
        """Whether the run wrote a table (``daily``, ``cases``, ...); without tables it writes runs and costs only."""
        return f"{table}.parquet" in self.manifest["files"]

    def tree(self, name: str) -> Any:
        """Read a YAML file of the folder (``config.yaml``, ``overrides.yaml``).

        Raises
        ------
        ResultError
            If it is missing or damaged.
        """
        body = _bytes(self.path / name, self.manifest["files"].get(name))
        try:
            return yaml.load(body.decode("utf-8"), _Loader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ResultError(say("results.no_yaml", file=self.path / name, again=AGAIN)) from error

    def _table(self, name: str) -> pd.DataFrame:
        """Read a table and check that it is what the run wrote."""
        file = self.path / f"{name}.parquet"
        if not self.has(name):
            key = "results.strange_table" if file.exists() else "results.without_table"
            raise ResultError(say(key, path=self.path, file=file.name))
        body = _bytes(file, self.manifest["files"][file.name])
        try:
            frame = pd.read_parquet(io.BytesIO(body))
        except (pa.ArrowException, ValueError, OSError) as error:
            raise ResultError(say("results.no_parquet", file=file, again=AGAIN)) from error
        wrong = _strange(frame, _NUMBERS[name], self.arms)
        if wrong:
            raise ResultError(say("results.strange", file=file, wrong=wrong, again=AGAIN))
        return frame


def _strange(frame: pd.DataFrame, numbers: Sequence[str], arms: Sequence[str]) -> str:
    """Say what keeps a table from being used; nothing if it is as it should be."""
    needed = ["arm", *(["level"] if "id" in numbers else []), *numbers]
    missing = [column for column in needed if column not in frame.columns]
    if missing:
        return say("results.no_column", columns=joined(missing))
    words = [column for column in numbers if not is_numeric_dtype(frame[column])]
    if words:
        return say("results.no_numbers", columns=joined(words))
    strangers = sorted(set(frame.arm.astype(str)) - set(arms))
    if strangers:
        return say("results.arms", arms=joined(strangers))
    return ""


def _bytes(file: Path, sha256: str | None = None) -> bytes:
    """Read a file of a run folder and compare it with its hash, where there is one."""
    try:
        body = file.read_bytes()
    except FileNotFoundError:
        raise ResultError(say("results.missing", file=file, again=AGAIN)) from None
    except OSError as error:
        raise ResultError(say("results.unread", file=file, why=reason(error))) from error
    if not body:
        raise ResultError(say("results.empty", file=file, again=AGAIN))
    if sha256 is not None and hashlib.sha256(body).hexdigest() != sha256:
        raise ResultError(say("results.hash", file=file, again=AGAIN))
    return body


def old_results(folder: Path) -> OldResults:
    """Open a folder that holds a manifest.

    Raises
    ------
    ResultError
        If the manifest is damaged, or of another version. Tables are checked when they are first read.
    """
    return OldResults(folder, _manifest(folder / "manifest.json"))


def _manifest(file: Path) -> dict[str, Any]:
    """Read and check a manifest."""
    try:
        told = json.loads(_bytes(file).decode("utf-8"))
    except (ValueError, RecursionError) as error:  # of JSON or of UTF-8
        raise ResultError(say("results.half", file=file, error=error, again=AGAIN)) from error
    if not isinstance(told, dict):
        raise ResultError(say("results.no_manifest", file=file))
    if told.get("schema") != SCHEMA:
        by = told.get("versions", {})
        version_of = say("results.version", version=by["govsim"]) if isinstance(by, dict) and "govsim" in by else ""
        said = say("results.schema", folder=file.parent, schema=told.get("schema"), version=version_of, reads=SCHEMA)
        raise ResultError(said)
    try:
        _Manifest.model_validate(told)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'arms'}: {e['msg'].lower()}" for e in error.errors())
        raise ResultError(say("results.not_ours", file=file, wrong=wrong, again=AGAIN)) from None
    return told
