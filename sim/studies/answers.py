"""What was concluded from one question: a folder of its own, so that a later question takes nothing away."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim.config.run import RunConfig
from sim.measures import MEASURES
from sim.store.asks import Ask, write_ask
from sim.store.code import identity
from sim.store.folder import KINDS, StudyFolder, replace_text
from sim.store.merge import ANSWERS, LATEST
from sim.studies.results import Results
from sim.studies.verdict import write_answer

_PACKAGES = ("govsim", "numpy", "scipy", "numba", "pandas", "pyarrow", "mesa", "hydra-core")
COLUMNS = (
    "arm", "parameter", "value", "unit", "layer", "where", "fixed",
    "default", "basis", "low", "high", "source", "meaning",
)  # fmt: skip
"""Of assumptions.csv: which layer said a value and where, and whether a draw may touch it."""


def begin(study: Path, ask: Ask) -> Path:
    """Write down what is asked before the first task, so that it can be resumed; return the answer's folder."""
    answer = study / ANSWERS / ask.digest()
    write_ask(ask, answer / "study.yaml")
    replace_text(study / "study.yaml", (answer / "study.yaml").read_text(encoding="utf-8"))
    replace_text(study / ANSWERS / LATEST, answer.name)
    arms = ask.arms if ask.kind != "sweep" else dict([next(iter(ask.arms.items()))])  # what is swept is in runs.csv
    replace_text(answer / "assumptions.csv", assumptions(arms), "utf-8-sig")
    return answer


def conclude(results: Results) -> None:
    """Write what is derived from the rows: the tidy table of the question, its answer, the manifest of the folder."""
    frame = results.runs
    replace_text(results.answer / "runs.csv", frame.to_csv(index=False, lineterminator="\n"), "utf-8-sig")
    write_answer(results)
    replace_text(results.path / "manifest.json", json.dumps(_manifest(results), indent=1, ensure_ascii=False))


def _manifest(results: Results) -> dict[str, Any]:
    """What the folder holds; derived, and may be deleted."""
    folder = StudyFolder(results.path)
    return {
        "format": 2,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": _versions(),
        "code": identity(),
        "platform": platform.platform(),
        "python": platform.python_version(),
        **results.manifest,
        "failed": sorted(folder.failed()),
        "codes": folder.codes(),
        "measures": {name: {"unit": m.unit, "better": m.better, "title": m.title} for name, m in MEASURES.items()},
        "files": {f"{kind}/{path.name}": _digest(path) for kind in KINDS for path in folder.shards(kind)},
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def assumptions(arms: Mapping[str, RunConfig]) -> str:
    """List every parameter in use with value, unit, who said it, basis and source, as CSV; those from a norm first.

    The first arm in full, of the others what differs from it.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    first: set[tuple[Any, ...]] = set()
    for label, config in arms.items():
        found = config.parameters()
        for info, value in sorted(found, key=lambda known: _from_norm(config, known[0].key), reverse=True):
            said = config.said.get(info.key)
            layer, where = (said.layer.name.lower(), said.where) if said else ("default", "")
            fixed = "yes" if config.fixed(info.key) else ""
            kind = info.default, info.basis, info.low, info.high, info.source, info.doc
            row = (info.key, value, info.unit, layer, where, fixed, *kind)
            if row not in first:
                rows.writerow([label, *row])
            if config is next(iter(arms.values())):
                first.add(row)
    return out.getvalue()


def _from_norm(config: RunConfig, key: str) -> bool:
    said = config.said.get(key)
    return said is not None and said.basis == "norm"
