"""How long a run is, how often it is repeated, with which fate, and where its results go."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sim.parameters.param import CHOICE, param


@dataclass(frozen=True, slots=True)
class Run:
    """How long, how often, with which fate."""

    days: int = param(365, "days", source=CHOICE, allowed=(1, 36500), doc="length of a replication", zh="天数")
    warmup_days: int = param(
        -1, "days", source=CHOICE, allowed=(-1, 36500),
        doc="days at the start left out of the measures; -1 = 90, or a quarter of a run shorter than 360 days",
        zh="预热天数",
    )  # fmt: skip
    window: str = param(
        "after_warmup", "word", source=CHOICE, allowed=("after_warmup", "after_start"),
        doc="days that are measured: after_warmup, from the end of the warm-up; after_start, not before the first day "
        "on which a lever of any arm begins", zh="统计时间",
    )  # fmt: skip
    window_days: tuple[int, ...] = param(
        (), "days", source=CHOICE, allowed=(0, 36500),
        doc="first day that is measured and the first that is no more, counted from the end of the warm-up or from the "
        "first day on which a lever of any arm begins; cases reported before or after are left out; none = to the end",
        zh="统计起止日",
    )  # fmt: skip
    start_date: str = param(
        "", "date", source=CHOICE,
        doc="date of day 0, a Monday, as 2024-01-01; then dates may stand wherever a day may, and offices keep public "
        "holidays; empty = a week like any other",
        zh="起始日期",
    )  # fmt: skip
    replications: int = param(
        5, "runs", source=CHOICE, allowed=(1, 100000), doc="replications, each with a fate of its own", zh="重复次数"
    )
    seed: int = param(1, "number", source=CHOICE, allowed=(0, 2**32 - 1), doc="seed of the fate", zh="随机种子")
    scale: int = param(
        1, "times", source=CHOICE, allowed=(1, 1000),
        doc="every count of the place is divided by so much: residents, streets, communities, grids, workers, "
        "compounds, committees, members; at least one is left of each; 1 = the place as it is",
        zh="缩小倍数",
    )  # fmt: skip
    into: str = param(
        "", "name", source=CHOICE, doc="study folder below results; empty = the place's name", zh="结果文件夹"
    )
    results_dir: str = param("results", "path", source=CHOICE, doc="where results are written", zh="结果目录")
    case_rows: int = param(
        20_000, "rows", source=CHOICE, allowed=(-1, 10**9),
        doc="cases that each replication keeps, above it a sample, the same problems in every arm; -1 keeps all, "
        "0 none; a comparison keeps those of its first five pairs whole",
        zh="每次模拟保存案件数",
    )  # fmt: skip
    jobs: int = param(
        0, "threads", source=CHOICE, allowed=(0, 1024), doc="replications at a time; 0 = one per core", zh="并行数"
    )


RUN_KEYS = tuple(f.name for f in fields(Run))


MOVE_NUMBERS = ("days", "warmup_days", "window", "window_days", "start_date", "seed", "scale")
"""Those that decide what a replication yields."""


def usual_warmup(days: int) -> int:
    """Warm-up of a run for which none is said: 90 days, or a quarter of a run that is shorter than 360 days."""
    return min(90, days // 4)
