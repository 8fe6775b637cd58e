"""``import.yaml``: how records were read and what they said, for a later import to be held against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.records.importing import Imported
from sim.records.learned import Learned
from sim.records.observed import Row
from sim.version import VERSION

FORMAT = "govsim-import/1"
NAME = "import.yaml"


def manifest(found: Imported, rows: Sequence[Row]) -> dict[str, Any]:
    """What is kept of an import: no case, no word of the file but names of columns."""
    learned, clean = found.learned, found.clean
    return {
        "format": FORMAT,
        "govsim": VERSION,
        "zone": found.zone,
        "files": [
            {"name": f.name, "sha256": f.sha256, "encoding": f.encoding, "delimiter": f.delimiter, "preset": f.preset,
             "columns": f.columns, "columns_not_read": f.n_unread, "rows": f.rows, "ragged": f.ragged,
             "broken_characters": f.broken, "lines_above": f.above}
            for f in found.files
        ],
        "rows": found.rows, "cases": clean.cases.n,
        "left_out": clean.left_out, "emptied": clean.emptied, "noted": clean.counted,
        "counted": learned.counted,
        "last_report": str(clean.cases.times["reported"].max()).replace("T", " "),
        "last": str(clean.end).replace("T", " "),
        "window": learned.kept.said, "days": learned.kept.days, "cases_in_window": learned.rows,
        "share_of_running_numbers": _plain(learned.filled), "total": _plain(learned.total),
        **said(learned, rows),
    }  # fmt: skip


def said(learned: Learned, rows: Sequence[Row]) -> dict[str, Any]:
    """Observations, and rows a day, as a later import is held against them."""
    volume = None if learned.rhythm is None else learned.rhythm.volume
    return {
        "observations": [
            {"measure": r.measure, "value": _short(r.value, 6), "unit": r.unit, "sd": _short(r.sd, 3), "n": r.n}
            for r in rows
        ],
        "volume": None if volume is None else {"value": _short(volume.value, 6), "sd": _short(volume.sd, 3)},
    }  # fmt: skip


def _short(value: float, figures: int) -> float:
    return float(f"{value:.{figures}g}")


def _plain(value: float) -> float | None:
    return _short(value, 6) if np.isfinite(value) else None


def written(told: dict[str, Any]) -> str:
    """As text."""
    return str(yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120))


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Of an earlier import in the same folder; None if there is none that can be read."""
    try:
        told = yaml.safe_load((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return None
    return told if isinstance(told, dict) and told.get("format") == FORMAT else None


def same_files(before: dict[str, Any], found: Imported) -> bool:
    """Whether the same files were read."""
    return sorted(str(f.get("sha256")) for f in before.get("files", [])) == sorted(f.sha256 for f in found.files)
