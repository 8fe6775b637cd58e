"""Statistics of cases, counted again by hand on a small district."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict

import pytest

from sim.district import District
from sim.measures import View
from sim.observations.of_cases import SPECIAL
from sim.state.cases import Category
from tests.places import small


@pytest.fixture(scope="module")
def view() -> View:
    lived: District = small(population=6000, days=120).live(120)
    return View(lived.world, lived.recorder, 0)


def rows(view: View) -> list[dict[str, float]]:
    names = ("category", "closed", "closing_d", "due", "t_close", "t_accept", "handoffs", "is_due")
    return [dict(zip(names, cells, strict=True)) for cells in zip(*(view.of(n).tolist() for n in names), strict=True)]


def late(row: dict[str, float], end: float) -> bool | None:
    if row["closed"]:
        return row["t_close"] > row["due"]
    return True if row["due"] < end else None


def test_cases_passed_on(view: View) -> None:
    told = rows(view)
    assert SPECIAL["changed_department"].function(view) == pytest.approx(
        100.0 * sum(row["handoffs"] > 0 for row in told) / len(told)
    )


def test_lateness_between_categories(view: View) -> None:
    parts = defaultdict(list)
    for row in rows(view):
        if (known := late(row, view.end_h)) is not None:
            parts[row["category"]].append(known)
    shares = [min(max(statistics.mean(p), 0.002), 0.998) for p in parts.values() if len(p) >= 20]
    wanted = statistics.stdev(math.log(s / (1.0 - s)) for s in shares)
    assert SPECIAL["lateness_sd_of_categories"].function(view) == pytest.approx(wanted)


def test_time_to_closure_between_and_within_categories(view: View) -> None:
    parts = defaultdict(list)
    for row in rows(view):
        if row["closed"]:
            parts[row["category"]].append(math.log(max(row["closing_d"], 1e-3)))
    within = statistics.median(statistics.stdev(p) for p in parts.values() if len(p) >= 20)
    assert SPECIAL["closing_sd_within_categories"].function(view) == pytest.approx(within)
    # the median of an even number lies between two: a mean of days, not of logarithms
    between = statistics.stdev(
        math.log(max(statistics.median(math.exp(x) for x in part), 1e-3)) for part in parts.values()
    )
    assert SPECIAL["closing_sd_of_categories"].function(view) == pytest.approx(between, rel=1e-3)


def test_days_of_the_week(view: View) -> None:
    days = defaultdict(int)
    for row in rows(view):
        days[int(row["t_accept"] // 24)] += 1
    week = {d: [days[k] for k in range(120) if k % 7 == d] for d in range(7)}
    work, rest = ([n for d in ds for n in week[d]] for ds in (range(5), (5, 6)))
    assert SPECIAL["weekend_ratio"].function(view) == pytest.approx(statistics.mean(rest) / statistics.mean(work))
    mean = statistics.mean(statistics.mean(n) for n in week.values())
    extra = statistics.mean(statistics.variance(n) for n in week.values()) - mean
    wanted = min(mean**2 / extra, 1000.0) if extra > 0 else 1000.0
    assert SPECIAL["overdispersion_of_days"].function(view) == pytest.approx(wanted)


@pytest.mark.parametrize("category", [Category.ENVIRONMENT, Category.PROPERTY], ids=lambda c: c.name)
def test_a_gap_is_the_category_less_all(view: View, category: Category) -> None:
    known = [
        (row["category"], bool(row["closed"] and row["t_close"] <= row["due"])) for row in rows(view) if row["is_due"]
    ]
    own = [hit for c, hit in known if c == category]
    gap = 100.0 * (statistics.mean(own) - statistics.mean(hit for _, hit in known))
    assert SPECIAL[f"on_time_gap_{category.name.lower()}"].function(view) == pytest.approx(gap)
