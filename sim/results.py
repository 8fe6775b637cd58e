"""A run on disk: saved file by file, each replaced atomically, the manifest last; read back with one call."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from pandas.api.types import is_numeric_dtype
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.config.run import RunConfig
from sim.errors import ResultError
from sim.i18n import say

SCHEMA = 1
_PACKAGES = ("govsim", "numpy", "scipy", "numba", "pandas", "pyarrow", "mesa", "hydra-core")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster, where it was built


AGAIN = say("results.again")
"""What helps with a damaged run folder."""


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
class Saved:
    """A finished run, read from its folder.

    Every table is checked against its hash in the manifest when it is first read, and raises `ResultError` if it is
    missing, damaged or of another version.

    Attributes
    ----------
    path : Path
    manifest : dict
    """

    path: Path
    manifest: dict[str, Any] = field(default_factory=dict)

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
        return f"has no column {', '.join(missing)}"
    words = [column for column in numbers if not is_numeric_dtype(frame[column])]
    if words:
        return f"has no numbers in {', '.join(words)}"
    strangers = sorted(set(frame.arm.astype(str)) - set(arms))
    if strangers:
        return say("results.arms", arms=", ".join(strangers))
    return ""


def _bytes(file: Path, sha256: str | None = None) -> bytes:
    """Read a file of a run folder and compare it with its hash, where there is one."""
    try:
        body = file.read_bytes()
    except FileNotFoundError:
        raise ResultError(say("results.missing", file=file, again=AGAIN)) from None
    except OSError as error:
        raise ResultError(say("results.unread", file=file, why=error.strerror or error)) from error
    if not body:
        raise ResultError(say("results.empty", file=file, again=AGAIN))
    if sha256 is not None and hashlib.sha256(body).hexdigest() != sha256:
        raise ResultError(say("results.hash", file=file, again=AGAIN))
    return body


def load(path: str | Path) -> Saved:
    """Open a run folder.

    Raises
    ------
    ResultError
        If it is not one, was never finished, is damaged, or was written by another version. Tables are checked when
        they are first read.
    """
    folder = Path(path)
    if not os.path.lexists(folder):
        raise ResultError(say("results.nothing", folder=folder))
    if not folder.is_dir():
        near = say("results.mean", folder=folder.parent) if (folder.parent / "manifest.json").is_file() else ""
        raise ResultError(say("results.a_file", folder=folder, near=near))
    return Saved(folder, _manifest(folder))


def _manifest(folder: Path) -> dict[str, Any]:
    """Read and check the manifest of a run folder."""
    file = folder / "manifest.json"
    if not file.is_file():
        raise ResultError(_why_no_manifest(folder))
    try:
        told = json.loads(_bytes(file).decode("utf-8"))
    except (ValueError, RecursionError) as error:  # of JSON or of UTF-8
        raise ResultError(say("results.half", file=file, error=error, again=AGAIN)) from error
    if not isinstance(told, dict):
        raise ResultError(say("results.no_manifest", file=file))
    if told.get("schema") != SCHEMA:
        by = told.get("versions", {})
        version_of = say("results.version", version=by["govsim"]) if isinstance(by, dict) and "govsim" in by else ""
        raise ResultError(
            say("results.schema", folder=folder, schema=told.get("schema"), version=version_of, reads=SCHEMA)
        )
    try:
        _Manifest.model_validate(told)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'arms'}: {e['msg'].lower()}" for e in error.errors())
        raise ResultError(say("results.not_ours", file=file, wrong=wrong, again=AGAIN)) from None
    return told


def _why_no_manifest(folder: Path) -> str:
    """Say what a folder without a manifest may be."""
    try:
        inside = sorted(folder.iterdir())
        runs = [str(path) for path in inside if (path / "manifest.json").is_file()]
    except OSError as error:
        return say("results.unread", file=folder, why=error.strerror or error)
    if not inside:
        return say("results.empty_folder", folder=folder)
    if runs:
        more = say("results.more", n=len(runs) - 3) if len(runs) > 3 else ""
        return say("results.folders", folder=folder, names=", ".join(runs[:3]), more=more)
    return say("results.no_run", folder=folder)


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under a temporary name and put it in place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def save(
    folder: Path,
    arms: Mapping[str, RunConfig],
    tables: Mapping[str, pd.DataFrame | Iterable[pa.Table]],
    told: Mapping[str, Any],
    overrides: Sequence[str] = (),
) -> Saved:
    """Save a run: everything is written in a folder beside the old files, which then take its place, manifest last.

    Parameters
    ----------
    folder : Path
    arms : dict label -> RunConfig
    tables : dict name -> DataFrame, or tables to be written one after the other
        ``runs``, ``costs``, ``daily``, ``cases``, ``map``, ``areas``. Those that are not there are no part of the run.
    told : dict
        More for the manifest: seeds, times, whether the run was interrupted.
    overrides : sequence of str
        What the user typed.
    """
    draft = folder / f".new.{os.getpid()}"
    draft.mkdir(parents=True, exist_ok=True)
    try:
        _write(draft, arms, tables, told, overrides)
        old = {p.name for p in folder.glob("*.parquet")} - {p.name for p in draft.glob("*.parquet")}
        (folder / "manifest.json").unlink(missing_ok=True)  # until all is new, the folder is not a finished run
        for name in old:
            (folder / name).unlink()
        for path in sorted(draft.iterdir(), key=lambda p: p.name == "manifest.json"):
            os.replace(path, folder / path.name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return load(folder)


def _write(
    folder: Path,
    arms: Mapping[str, RunConfig],
    tables: Mapping[str, pd.DataFrame | Iterable[pa.Table]],
    told: Mapping[str, Any],
    overrides: Sequence[str],
) -> None:
    """Write the files of a run into an empty folder."""
    for name, rows in tables.items():
        parts = [pa.Table.from_pandas(rows, preserve_index=False)] if isinstance(rows, pd.DataFrame) else rows
        _write_table(folder / f"{name}.parquet", parts)
    trees = {label: config.to_dict() for label, config in arms.items()}
    text = yaml.safe_dump(trees, sort_keys=False, allow_unicode=True)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    typed = yaml.safe_dump(list(overrides), allow_unicode=True)
    (folder / "overrides.yaml").write_text(typed, encoding="utf-8")
    (folder / "assumptions.csv").write_text(assumptions(arms), encoding="utf-8-sig")
    manifest = {
        "schema": SCHEMA,
        "arms": list(arms),
        "digests": {label: config.digest() for label, config in arms.items()},
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": _versions(),
        "commit": commit(),
        "platform": platform.platform(),
        "python": platform.python_version(),
        "files": {p.name: _hash(p) for p in sorted(folder.glob("*.parquet"))},
        **told,
    }
    body = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / "manifest.json").write_text(body, encoding="utf-8")


def _write_table(path: Path, parts: Iterable[pa.Table]) -> None:
    """Write tables of one layout into one file, each as it comes; nothing where there are none."""
    writer = None
    try:
        for part in parts:
            writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd")
            writer.write_table(part)
    finally:
        if writer is not None:
            writer.close()


COLUMNS = (
    "arm", "parameter", "value", "unit", "layer", "where", "fixed",
    "default", "basis", "low", "high", "source", "meaning",
)  # fmt: skip
"""Of assumptions.csv: which layer said a value and where, and whether a draw may touch it."""


def assumptions(arms: Mapping[str, RunConfig]) -> str:
    """List every parameter in use with value, unit, who said it, basis and source, as CSV; those from a norm first."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for label, config in arms.items():
        found = config.parameters()
        for info, value in sorted(found, key=lambda known: _from_norm(config, known[0].key), reverse=True):
            said = config.said.get(info.key)
            layer, where = (said.layer.name.lower(), said.where) if said else ("default", "")
            fixed = "yes" if config.fixed(info.key) else ""
            kind = info.default, info.basis, info.low, info.high, info.source, info.doc
            rows.writerow([label, info.key, value, info.unit, layer, where, fixed, *kind])
    return out.getvalue()


def _from_norm(config: RunConfig, key: str) -> bool:
    said = config.said.get(key)
    return said is not None and said.basis == "norm"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def commit() -> str:
    """Commit of the checkout the code runs from; empty where there is none."""
    try:
        answer = subprocess.run(
            ["git", "describe", "--always", "--dirty"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):  # no git, or one that does not answer
        return ""
    return answer.stdout.strip()
