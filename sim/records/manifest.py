"""``import.yaml``: how records were read and what they said, and what newer ones say against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.records.importing import Imported
from sim.records.observed import Row
from sim.version import VERSION

FORMAT = "govsim-import/1"
NAME = "import.yaml"
SURE = 2.0
"""Standard deviations of a difference beyond which it is one."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A number then and now.

    Attributes
    ----------
    measure, unit : str
    before, after, sd : float
        `sd` of the difference.
    """

    measure: str
    unit: str
    before: float
    after: float
    sd: float

    @property
    def beyond(self) -> bool:
        """Whether it differs by more than its spread."""
        return abs(self.after - self.before) > SURE * self.sd


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
        "last": str(clean.end).replace("T", " "),
        "window": learned.kept.said, "days": learned.kept.days, "cases_in_window": learned.rows,
        "share_of_running_numbers": _plain(learned.filled), "total": _plain(learned.total),
        "observations": [
            {"measure": r.measure, "value": float(f"{r.value:.6g}"), "unit": r.unit, "sd": float(f"{r.sd:.3g}"),
             "n": r.n}
            for r in rows
        ],
        "volume": None if learned.rhythm is None else {
            "value": float(f"{learned.rhythm.volume.value:.6g}"), "sd": float(f"{learned.rhythm.volume.sd:.3g}")},
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return float(f"{value:.6g}") if np.isfinite(value) else None


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


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[Changed]:
    """What both imports say, then and now."""
    old = {str(row["measure"]): row for row in before.get("observations", [])}
    found = []
    if before.get("volume") and now.get("volume") and "reported" not in old:
        a, b = before["volume"], now["volume"]
        found.append(Changed("rows_a_day", "cases/d", a["value"], b["value"], float(np.hypot(a["sd"], b["sd"]))))
    for row in now["observations"]:
        if (was := old.get(str(row["measure"]))) and was["unit"] == row["unit"]:
            sd = float(np.hypot(was["sd"], row["sd"]))
            found.append(Changed(str(row["measure"]), str(row["unit"]), was["value"], row["value"], sd))
    return found
