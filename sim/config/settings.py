"""How long a run is, how often it is repeated, with which fate, and where its results go."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sim.params import param

CHOICE = "the user's choice"


@dataclass(frozen=True, slots=True)
class Run:
    """How long, how often, with which fate."""

    days: int = param(
        365,
        "days",
        basis="choice",
        source=CHOICE,
        allowed=(1, 36500),
        doc="length of a replication",
        zh="天数",
    )
    warmup_days: int = param(
        -1,
        "days",
        basis="choice",
        source=CHOICE,
        allowed=(-1, 36500),
        doc="days at the start left out of the measures; -1 = 90, or a quarter of a run shorter than 360 days",
        zh="预热天数",
    )
    window: str = param(
        "after_warmup",
        "word",
        basis="choice",
        source=CHOICE,
        allowed=("after_warmup", "after_start"),
        doc="days that are measured: after_warmup, from the end of the warm-up; after_start, not before the first day "
        "on which a lever of any arm begins",
        zh="统计时间",
    )
    window_days: tuple[int, ...] = param(
        (),
        "days",
        basis="choice",
        source=CHOICE,
        allowed=(0, 36500),
        doc="first day that is measured and the first that is no more, counted from the end of the warm-up or from the "
        "first day on which a lever of any arm begins; cases reported before or after are left out; none = to the end",
        zh="统计区间",
    )
    start_date: str = param(
        "",
        "date",
        basis="choice",
        source=CHOICE,
        doc="date of day 0, a Monday, as 2024-01-01; then dates may stand wherever a day may, and offices keep public "
        "holidays; empty = a week like any other",
        zh="起始日期",
    )
    replications: int = param(
        5,
        "runs",
        basis="choice",
        source=CHOICE,
        allowed=(1, 100000),
        doc="replications, each with a fate of its own",
        zh="重复次数",
    )
    seed: int = param(
        1,
        "number",
        basis="choice",
        source=CHOICE,
        allowed=(0, 2**32 - 1),
        doc="seed of the fate",
        zh="随机种子",
    )
    into: str = param(
        "",
        "name",
        basis="choice",
        source=CHOICE,
        doc="folder under results; empty = the place's name",
        zh="结果名",
    )
    results_dir: str = param(
        "results", "path", basis="choice", source=CHOICE, doc="where results are written", zh="结果目录"
    )
    case_rows: int = param(
        200000,
        "rows",
        basis="choice",
        source=CHOICE,
        allowed=(0, 10**9),
        doc="cases kept in cases.parquet, evenly sampled above it; 0 keeps none",
        zh="保存案件数",
    )
    jobs: int = param(
        0,
        "threads",
        basis="choice",
        source=CHOICE,
        allowed=(0, 1024),
        doc="replications at a time; 0 = one per core",
        zh="并行数",
    )


RUN_KEYS = tuple(f.name for f in fields(Run))


def usual_warmup(days: int) -> int:
    """Warm-up of a run for which none is said: 90 days, or a quarter of a run that is shorter than 360 days."""
    return min(90, days // 4)
