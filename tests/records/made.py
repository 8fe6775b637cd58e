"""Small files of records that the tests make themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from sim.i18n import speaking
from sim.records.columns import presets
from sim.records.importing import Imported, import_cases
from sim.records.manifest import manifest, written
from sim.records.observed import rows_of, table
from sim.records.page import page
from sim.records.summary import summary
from sim.records.write import FORMATS, TYPES_EN, TYPES_ZH

HEAD = ("REC_ID", "CREATE_TIME", "EVENT_SRC_NAME", "EVENT_PROPERTY_NAME", "MAIN_TYPE_NAME", "SUB_TYPE_NAME",
        "COMMUNITY_NAME", "INTIME_ARCHIVE_NUM", "TEL", "OCCUR_PLACE")  # fmt: skip
KINDS = ("暴露垃圾", "施工噪音", "路灯", "物业管理", "邻里纠纷")
CANARY = ("诸葛钢铁", "13987654321", "11010519491231002X", "7栋2单元501室")
PERSONS = (*CANARY, "王小明", "李建设", "139-8765-4321", "Zhang Xiaoming", "John Smith", "办理人：巴图", "陈女士",
           "7-2-501", "Apt 4B", "粤B1234J", "买买提·艾力")  # fmt: skip
"""What is about somebody, however often it stands in a file."""


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


def of_preset(preset: str, n: int = 600) -> str:
    """Records of sixty days in the columns of a system, names and telephones beside them.

    Forty in a hundred environment, twenty each facilities, safety and services; nine in ten closed on time, a third
    each after one, two and three days; four in five satisfied.
    """
    chinese = preset in ("egova", "grid_centre", "hotline12345", "asked_answered")
    types, form = (TYPES_ZH if chinese else TYPES_EN), FORMATS.get(preset, "%Y-%m-%d %H:%M:%S")
    columns = presets()[preset].columns
    found = []
    for k in range(n):
        at = datetime(2024, 3, 4) + timedelta(seconds=int((k + 0.5) * 60 * 86_400 / n))
        took, late = timedelta(hours=24 + 24 * (k % 3)), k % 10 == 7
        word = types[(0, 0, 1, 5, 6)[k % 5]][0]
        told = {
            "case": str(1000 + k), "reported": at, "accepted": at, "closed": at + took,
            "due": at + took + timedelta(hours=-1 if late else 1), "type1": word, "type2": word, "type3": word,
            "types": f"城管->市容->{word}", "community": f"{'甲乙丙'[k % 3]}社区", "street": "第一街道",
            "on_time": ("OVERDUE" if late else "ONTIME") if preset == "boston" else str(int(not late)),
            "late": str(int(late)), "satisfied": "不满意" if k % 5 == 0 else "满意", "channel": "12345",
            "status": "Closed", "lat": "22.7", "lon": "114.3",
        }  # fmt: skip
        cells = [cell.strftime(form) if isinstance(cell, datetime) else cell
                 for cell in (told.get(field, "") for field in columns)]  # fmt: skip
        found.append([CANARY[0], *cells, CANARY[1]])
    return text(found, ("当事人姓名", *(names[0] for names in columns.values()), "联系电话"))


def whole(found: Imported) -> str:
    """Everything that an import writes and prints."""
    rows = rows_of(found.learned)
    with speaking("en"):
        said = [page(found, rows), *summary(found, rows)]
    return "\n".join([*said, table(rows, found.learned.kept.said), written(manifest(found, rows))])


def imported(folder: Path, content: str | bytes, **more: object) -> Imported:
    """Import a file of some content."""
    return import_cases([file(folder, content)], **more)  # type: ignore[arg-type]
