"""A run on disk: saved file by file, each replaced atomically, the manifest last; read back with one call."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import platform
import subprocess
from collections.abc import Callable, Mapping, Sequence
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

from sim.errors import ResultError
from sim.run_config import RunConfig

SCHEMA = 1
_PACKAGES = ("govsim", "numpy", "scipy", "numba", "pandas", "pyarrow", "mesa", "hydra-core")


@dataclass
class Saved:
    """A finished run, read from its folder.

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
        return pd.read_parquet(self.path / "runs.parquet")

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row per arm, replication, day, level and area."""
        return pd.read_parquet(self.path / "daily.parquet")

    @cached_property
    def cases(self) -> pd.DataFrame:
        """Known cases with all stamps (sampled above a limit, see the manifest)."""
        return pd.read_parquet(self.path / "cases.parquet")

    @cached_property
    def map(self) -> pd.DataFrame:
        """One row per arm and cell."""
        return pd.read_parquet(self.path / "map.parquet")

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row per arm, replication, level and area (or group of residents), one column per measure.

        Raises
        ------
        ResultError
            If the run was made without tables, or by a version that did not measure areas.
        """
        path = self.path / "areas.parquet"
        if not path.is_file():
            raise ResultError(f"{self.path} has no areas.parquet: run it again, with tables")
        return pd.read_parquet(path)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """What each lever cost a year, item by item, and what was given up for it; mean over replications."""
        return pd.read_parquet(self.path / "costs.parquet")

    @property
    def arms(self) -> list[str]:
        """Labels of the arms, the first is what others are compared with."""
        return list(self.manifest["arms"])


def load(path: str | Path) -> Saved:
    """Open a run folder.

    Raises
    ------
    ResultError
        If it is not one, was never finished, or was written by another version.
    """
    folder = Path(path)
    manifest = folder / "manifest.json"
    if not folder.is_dir():
        raise ResultError(f"{folder} is not a folder")
    if not manifest.is_file():
        raise ResultError(f"{folder} has no manifest.json: not a run folder, or the run was never finished")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    if told.get("schema") != SCHEMA:
        raise ResultError(f"{folder} has schema {told.get('schema')}, this version reads {SCHEMA}")
    return Saved(folder, told)


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
    frames: Mapping[str, pd.DataFrame],
    told: Mapping[str, Any],
    overrides: Sequence[str] = (),
) -> Saved:
    """Save a run.

    Parameters
    ----------
    folder : Path
    arms : dict label -> RunConfig
    frames : dict name -> DataFrame
        ``runs``, ``daily``, ``cases``, ``map``, ``areas``.
    told : dict
        More for the manifest: seeds, times, whether the run was interrupted.
    overrides : sequence of str
        What the user typed.
    """
    (folder / "manifest.json").unlink(missing_ok=True)  # until all is new, the folder is not a finished run
    for name, frame in frames.items():
        table = pa.Table.from_pandas(frame, preserve_index=False)
        replace_file(folder / f"{name}.parquet", lambda p, t=table: pq.write_table(t, p, compression="zstd"))  # type: ignore[misc]
    trees = {label: config.to_dict() for label, config in arms.items()}
    replace_file(
        folder / "config.yaml",
        lambda p: p.write_text(yaml.safe_dump(trees, sort_keys=False, allow_unicode=True), encoding="utf-8"),
    )
    replace_file(folder / "overrides.yaml", lambda p: p.write_text(yaml.safe_dump(list(overrides)), encoding="utf-8"))
    text = assumptions(arms)
    replace_file(folder / "assumptions.csv", lambda p: p.write_text(text, encoding="utf-8-sig"))
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
    replace_file(folder / "manifest.json", lambda p: p.write_text(body, encoding="utf-8"))
    return load(folder)


def assumptions(arms: Mapping[str, RunConfig]) -> str:
    """List every parameter in use with value, unit, basis and source, as CSV; changed ones are marked."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(
        [
            "arm",
            "parameter",
            "value",
            "default",
            "changed",
            "unit",
            "basis",
            "low",
            "high",
            "source",
            "meaning",
        ]
    )
    for label, config in arms.items():
        for info, value in config.parameters():
            changed = "yes" if info.default is not None and value != info.default else ""
            rows.writerow(
                [
                    label,
                    info.key,
                    value,
                    info.default,
                    changed,
                    info.unit,
                    info.basis,
                    info.low,
                    info.high,
                    info.source,
                    info.doc,
                ]
            )
    return out.getvalue()


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
    except OSError:
        return ""
    return answer.stdout.strip()
