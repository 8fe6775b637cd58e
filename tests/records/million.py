"""Write a million rows of records in GB 18030 and import them: ``python -m tests.records.million``; CPU and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.records.made import HEAD, rows

MORE = ("INST_TIME", "DISPATCH_TIME", "DISPOSE_BEGIN_TIME", "DISPOSE_END_TIME", "ARCHIVE_TIME", "STREET_NAME",
        "DUTY_GRID_NAME", "EVENT_DESC")  # fmt: skip
TEXT = "市民来电反映该处长期存在问题请相关部门尽快核实处理并将结果回复来电人"
TIMES = 1000
ROOT = Path(__file__).parents[2]


def write(path: Path) -> float:
    """Write the file; its size in MB."""
    table = rows(1000, days=300)
    with path.open("w", encoding="gb18030") as out:
        out.write(",".join((*HEAD, *MORE)) + "\n")
        for k in range(TIMES):
            for i, row in enumerate(table):
                later = [row[1][:11] + "23:5" + row[1][15:]] * 5
                number = str(10_000_000 + i * TIMES + k)
                out.write(",".join([number, *row[1:], *later, "第一街道", f"网格{i % 40}", TEXT]) + "\n")
    return path.stat().st_size / 1e6


def measured() -> tuple[float, float, float, str]:
    """Size of the file, MB; CPU seconds and most memory, MB, of its import; what the import said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.csv"
        size = write(path)
        said = Path(folder) / "said.txt"
        with said.open("w") as out:
            started = subprocess.Popen(
                [sys.executable, "-m", "sim", "import", "cases", str(path), "--out", f"{folder}/mine"],
                stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=folder,
            )  # fmt: skip
            _, status, used = os.wait4(started.pid, 0)
            started.returncode = os.waitstatus_to_exitcode(status)
        return size, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3, said.read_text("utf-8")


def main() -> None:
    """Write, import, tell."""
    size, cpu, memory, said = measured()
    print(said[:600])
    print(f"{size:.0f} MB: {cpu:.1f} s of CPU, {memory:.0f} MB at most")


if __name__ == "__main__":
    main()
