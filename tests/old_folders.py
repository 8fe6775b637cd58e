"""Run folders as govsim 0.1 wrote them, which are still read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from sim.config.run import RunConfig


def write_old(
    folder: Path,
    arms: Mapping[str, RunConfig],
    tables: Mapping[str, pd.DataFrame],
    told: Mapping[str, Any],
    typed: Sequence[str] = (),
) -> Path:
    """Write one; ``told`` goes into its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / f"{name}.parquet")
    trees = {label: config.to_dict() for label, config in arms.items()}
    (folder / "config.yaml").write_text(yaml.safe_dump(trees, allow_unicode=True), encoding="utf-8")
    (folder / "overrides.yaml").write_text(yaml.safe_dump(list(typed)), encoding="utf-8")
    manifest = {
        "schema": 1,
        "arms": list(arms),
        "digests": {label: config.digest() for label, config in arms.items()},
        "versions": {"govsim": "0.1.0"},
        "commit": "1234567",
        "files": {path.name: hashed(path) for path in sorted(folder.glob("*.parquet"))},
        **told,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def hashed(path: Path) -> str:
    """SHA-256 as the manifest has it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
