"""Charts with data like those of a brief, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from sim.config.names import lever_name
from sim.show.svg import bars, dumbbells, lines, lorenz, sankey, scatter, tornado
from sim.show.svg.bars import Words as OfBars
from sim.show.svg.dumbbells import Dumbbell
from sim.show.svg.dumbbells import Words as OfDumbbells
from sim.show.svg.lines import Line
from sim.show.svg.lines import Words as OfLines
from sim.show.svg.lorenz import Words as OfLorenz
from sim.show.svg.sankey import Flow, Node
from sim.show.svg.sankey import Words as OfSankey
from sim.show.svg.scatter import Point
from sim.show.svg.scatter import Words as OfScatter
from sim.show.svg.tornado import Swing
from sim.show.svg.tornado import Words as OfTornado

LEVERS = Path(__file__).parents[3] / "results" / "curated" / "all_levers" / "table.csv"
Draw = Callable[[str, int], str]


def _of(lang: str, en: str, zh: str) -> str:
    return zh if lang == "zh" else en


def levers(lang: str, width: int) -> str:
    """All levers of the curated study."""
    table = pd.read_csv(LEVERS, encoding="utf-8-sig")
    own = table[table.funding == "added"].drop_duplicates(["measure", "lever"]).set_index(["measure", "lever"])
    gain, cost = own.loc["solved_of_all"], own.loc["spending"]
    points = []
    for name in gain.index:
        g, c = gain.loc[name], cost.loc[name]
        tone = ("" if g.drawn_low * g.drawn_high <= 0.0 else "better" if g.change > 0.0 else "worse")  # fmt: skip
        label = lever_name(name).zh if lang == "zh" else name.replace("_", " ")
        points.append(Point(label, c.change, g.change, c.low, c.high, g.drawn_low, g.drawn_high, tone))
    words = OfScatter(
        _of(lang, "What does a yuan buy?", "一元钱能换来什么？"),
        _of(lang, "32 levers: cost against problems solved", "32项政策：支出与解决的问题"),
        _of(lang, "yuan per resident and year", "人均每年支出（元）"),
        _of(lang, "more of every 100 problems solved", "每100件问题多解决的件数"),
        _of(lang, "nobody gains more for as little money", "同样的钱没有更好的办法"),
    )
    return scatter(points, words, width=width, root=True)


def communities(lang: str, width: int) -> str:
    rng = np.random.default_rng(3)
    found = []
    for k in range(12):
        before, change = 8 + 4 * rng.random(), rng.normal(-2, 2)
        tone = "better" if change < -1.5 else "worse" if change > 0.5 else ""
        found.append(
            Dumbbell(
                _of(lang, f"C{k + 1:02d}, S{k % 3 + 1}", f"C{k + 1:02d}社区"), before, before + change,
                before + change - 0.7, before + change + 0.7, tone,
            )
        )  # fmt: skip
    words = OfDumbbells(
        _of(lang, "Who gains?", "谁受益？"),
        _of(lang, "Waits of twelve communities before and after", "12个社区前后的等待时间"),
        _of(lang, "hours to first contact", "首次联系等待小时数"),
        *(("as is", "with", "better", "worse", "not settled") if lang == "en"
          else ("现状", "之后", "变好", "变差", "尚不能判定")),
    )  # fmt: skip
    return dumbbells(found, words, width=width)


def waiting(lang: str, width: int) -> str:
    p = np.linspace(0, 1, 101)
    words = OfLorenz(
        _of(lang, "Who carries the waiting?", "谁在承担等待？"),
        _of(lang, "A tenth of the cases carry half of the waiting", "一成案件承担一半等待"),
        _of(lang, "% of cases, shortest waits first", "案件（%），等待短的在前"),
        _of(lang, "% of all hours waited", "占全部等待小时数（%）"),
        _of(lang, "all wait as long", "人人等待相同"), _of(lang, "Gini {x}", "基尼系数{x}"),
    )  # fmt: skip
    return lorenz({_of(lang, "as is", "现状"): p**4, _of(lang, "redivided", "重划"): p**3.4}, words, width=width)


NODES = [
    ("arisen", "arisen", "发生", 0, "#595959"),
    ("reported", "reported", "居民上报", 1, "#5b94c6"),
    ("found", "found", "主动发现", 1, "#a9c9e2"),
    ("undecided", "not decided yet", "尚未可知", 1, "#c9c9c9"),
    ("never", "never heard of", "无人知晓", 1, "#6b2409"),
    ("solved", "solved", "真正解决", 2, "#0b5f9e"),
    ("formal", "closed, not solved", "形式办结", 2, "#d9843b"),
    ("given_up", "given up", "居民放弃", 2, "#a8430f"),
    ("open", "still open", "仍未办结", 2, "#8a8a8a"),
]


def where(lang: str, width: int) -> str:
    nodes = [Node(key, zh if lang == "zh" else en, column, colour) for key, en, zh, column, colour in NODES]
    first = [("arisen", "reported", 38.2), ("arisen", "found", 13.1), ("arisen", "undecided", 0.2),
             ("arisen", "never", 48.5), ("reported", "solved", 35.9), ("reported", "formal", 1.4),
             ("reported", "given_up", 0.5), ("reported", "open", 0.4), ("found", "solved", 12.8),
             ("found", "formal", 0.2), ("found", "open", 0.1)]  # fmt: skip
    second = [("arisen", "reported", 37.0), ("arisen", "found", 19.3), ("arisen", "undecided", 0.2),
              ("arisen", "never", 43.5), ("reported", "solved", 35.0), ("reported", "formal", 1.3),
              ("reported", "given_up", 0.4), ("reported", "open", 0.3), ("found", "solved", 18.9),
              ("found", "formal", 0.3), ("found", "open", 0.1)]  # fmt: skip
    words = OfSankey(
        _of(lang, "Where do 100 problems go?", "100件问题去了哪里？"),
        _of(lang, "48.9 of 100 problems are solved as is, 53.9 with", "100件问题中现状解决48.9件，之后53.9件"),
        _of(lang, "of every 100 problems; in brackets against the first", "每100件问题；括号内为与前者相比"),
    )
    arms = {_of(lang, "as is", "现状"): first, _of(lang, "grids redivided", "重划网格"): second}
    return sankey({name: [Flow(*f) for f in flows] for name, flows in arms.items()}, nodes, words, width=width)


def hours(lang: str, width: int) -> str:
    english = ["until known", "dispatch", "wrong desk", "preparation", "queue", "travel", "work", "handover", "money"]
    parts = english if lang == "en" else ["知晓前", "派单", "错派", "准备", "排队", "路途", "办理", "移交", "等经费"]
    found = {
        _of(lang, "as is", "现状"): [20.1, 0.8, 2.2, 6.0, 5.5, 0.3, 1.6, 1.9, 12.7],
        _of(lang, "grids redivided", "重划网格"): [17.9, 0.8, 2.1, 6.0, 3.1, 0.2, 1.6, 1.9, 12.6],
    }
    words = OfBars(
        _of(lang, "Where do the hours go?", "时间花在哪里？"), _of(lang, "Hours by stage", "各环节小时数"),
        _of(lang, "hours per known problem", "每件已知问题的小时数"),
    )  # fmt: skip
    return bars(found, parts, words, width=width)


def parting(lang: str, width: int) -> str:
    rng = np.random.default_rng(1)
    day = np.arange(0.0, 365.0, 7.0)
    found = []
    for k, name in enumerate((_of(lang, "as is", "现状"), _of(lang, "grids redivided", "重划网格"))):
        mean = 10.5 + rng.normal(0, 0.4, len(day)) - 2.2 * k * (day > 120)
        mean[0] = np.nan
        found.append(Line(name, day, mean, mean - 0.7, mean + 0.7))
    words = OfLines(
        _of(lang, "When do they part?", "何时拉开差距？"), _of(lang, "Waits by week", "每周等待"),
        _of(lang, "day", "天"), _of(lang, "hours to first contact", "首次联系等待小时数"),
        _of(lang, "grids are redrawn", "重划网格"),
    )  # fmt: skip
    return lines(found, words, width=width, start=120.0)


def rests(lang: str, width: int) -> str:
    found = [("p_report", "上报概率", 2.1, 7.9, "0.2", "0.5"), ("patrol_hours", "巡查时长", 3.9, 6.8, "0.5", "2"),
             ("p_seen", "发现概率", 6.1, 3.2, "0.1", "0.4"), ("silent_days", "沉默天数", 4.0, 5.6, "20", "60"),
             ("work_hours", "办理时长", 4.7, 4.9, "0.4", "1.2"),
             ("misroute", "错派比例", -0.4, 5.1, "0.1", "0.3")]  # fmt: skip
    words = OfTornado(
        _of(lang, "What does it rest on?", "结论依赖哪些假设？"), _of(lang, "Six assumed numbers", "6个假设数值"),
        _of(lang, "more of every 100 problems solved", "每100件问题多解决的件数"),
        _of(lang, "number at its low end", "取低值时"), _of(lang, "at its high end", "取高值时"),
        _of(lang, "too small to matter", "变化甚微"),
    )  # fmt: skip
    swings = [Swing(_of(lang, en.replace("_", " "), zh), a, b, low, high) for en, zh, a, b, low, high in found]
    return tornado(swings, words, centre=4.8, matters=1.0, width=width)


SAMPLES: dict[str, Draw] = {
    "scatter": levers, "dumbbells": communities, "lorenz": waiting, "sankey": where, "bars": hours,
    "lines": parting, "tornado": rests,
}  # fmt: skip
