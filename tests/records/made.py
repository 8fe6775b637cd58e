"""Small files of records that the tests make themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

HEAD = ("REC_ID", "CREATE_TIME", "EVENT_SRC_NAME", "EVENT_PROPERTY_NAME", "MAIN_TYPE_NAME", "SUB_TYPE_NAME",
        "COMMUNITY_NAME", "INTIME_ARCHIVE_NUM", "TEL", "OCCUR_PLACE")  # fmt: skip
KINDS = ("暴露垃圾", "施工噪音", "路灯", "物业管理", "邻里纠纷")
CANARY = ("诸葛钢铁", "13987654321", "11010519491231002X", "7栋2单元501室")


def rows(n: int = 500, *, days: int = 60, seed: int = 3) -> list[list[str]]:
    """Rows of sixty days, a fifth of each kind, nine in ten on time; a canary in columns that nobody maps."""
    rng = np.random.default_rng(seed)
    when = np.sort(rng.uniform(0, days * 86_400, n))
    found = []
    for k in range(n):
        at = datetime(2024, 3, 4) + timedelta(seconds=int(when[k]))
        found.append([
            str(1000 + k), at.strftime("%Y-%m-%d %H:%M:%S"), "12345", "投诉", "城管", KINDS[k % 5],
            f"{'甲乙丙'[k % 3]}社区", "0" if k % 10 == 0 else "1", CANARY[1], CANARY[3],
        ])  # fmt: skip
    return found


def text(table: list[list[str]], head: tuple[str, ...] = HEAD, delimiter: str = ",", end: str = "\n") -> str:
    """A table as text."""
    return end.join(delimiter.join(row) for row in [list(head), *table]) + end


def file(folder: Path, content: str | bytes, name: str = "cases.csv", encoding: str = "utf-8") -> Path:
    """A file of it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
