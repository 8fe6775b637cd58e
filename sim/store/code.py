"""Identity of the code that moves numbers: results of other code are never mixed in silence."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

MOVES_NUMBERS = (
    "district.py", "fate.py", "fold.py", "geography", "jit.py", "kernel", "measures", "mechanisms", "observations",
    "parameters", "policies", "recorder.py", "rng.py", "state", "studies/case_table.py", "studies/flows.py",
    "studies/replication.py", "studies/waits.py", "sums.py",
)  # fmt: skip
"""Files and folders of the package whose content decides what a replication yields."""


@cache
def identity() -> str:
    """Hash path and content of all files that move numbers, 8 hexadecimal digits; line ends do not count."""
    root = Path(__file__).parents[1]
    files: list[Path] = []
    for name in MOVES_NUMBERS:
        path = root / name
        files += path.rglob("*.py") if path.is_dir() else [path]
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda file: file.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]
