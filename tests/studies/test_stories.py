"""Three cases are ordinary ones, and told as they happened."""

from __future__ import annotations

import math

import pytest

from sim.state.cases import Category
from sim.studies.hours import HOURS
from sim.studies.stories import STAGE_WORDS, duration, tell, three_cases
from tests.studies.test_explain import cases


def test_they_are_the_quartiles_of_the_change_and_not_the_extremes() -> None:
    n = 10
    before = cases(*({"wait": 100.0} for _ in range(n)), {"wait": 5.0}, {"wait": 5.0})
    # changes of -45, -40, ... 0; and two that shift by minutes
    after = cases(*({"wait": 55.0 + 5.0 * k} for k in range(n)), {"wait": 5.1}, {"wait": 4.9})
    told = three_cases(before, after, "to_contact", "queue", 0.0, 500.0)
    assert [s.after.stage_h - s.before.stage_h for s in told] == [-35.0, -25.0, -15.0]
    assert [s.index for s in told] == [2, 4, 6]
    assert three_cases(before, before, "to_contact", "queue", 0.0, 500.0) == []
    assert len(three_cases(before[:1], after[:1], "to_contact", "queue", 0.0, 500.0)) == 1


def test_a_case_is_told_in_both_arms() -> None:
    before = cases({"born": 113, "wait": 2088.0, "category": "care", "t_occur_h": 8.0, "solved": False})
    after = cases({"born": 113, "wait": 20.0, "t_occur_h": 8.0, "life": 2, "t_close_h": 10.0 + 49.0})
    told = three_cases(before, after, "to_contact", "queue", 0.0, 3000.0)
    (story,) = told
    assert (story.born, story.category, story.stage) == (113, Category.CARE, "queue")
    assert tell(told, ("As it is", "With mutual aid")) == [
        "Care case of day 113 (synthetic). As it is: known after 2 hours, first contact 87 days later, 87 days in a "
        "queue, closed without being solved 87 days after it was known. With mutual aid: known after 2 hours, first "
        "contact 20 hours later, 20 hours in a queue, came back 2 times, solved 2 days after it was known."
    ]
    assert [text.zh for text in tell(told, ("现状", "互助"))] == [
        "第113天的一件“老幼照护”案件（合成数据）。现状：发生2小时后知晓，再过87天首次联系，排队等候共87天，"
        "知晓87天后办结但未真正解决。互助：发生2小时后知晓，再过20小时首次联系，排队等候共20小时，"
        "其间再次反映2次，知晓2天后解决。"
    ]


def test_what_did_not_happen_is_not_told() -> None:
    nan = math.nan
    before = cases({"wait": 60.0, "t_contact_h": nan, "t_close_h": 70.0, "status": "abandoned", "solved": False})
    after = cases({"wait": 90.0, "t_contact_h": 120.0, "t_close_h": nan, "status": "at_work", "solved": False})
    (text,) = tell(three_cases(before, after, "to_contact", "queue", 0.0, 100.0), ("A", "B"))
    assert "A: known after 6 hours, nobody came, 2.5 days in a queue, the resident gave up 2.5 days after" in text
    assert "B: known after 6 hours, nobody came, 3.8 days in a queue, still open at the end." in text
    assert "居民放弃" in text.zh
    assert "期末仍未办结" in text.zh


def test_the_time_until_known_is_told_once() -> None:
    before = cases({"discovery_h": 6.0})
    after = cases({"discovery_h": 2.0, "t_occur_h": 8.0})
    (text,) = tell(three_cases(before, after, "to_closing", "discovery", 0.0, 100.0), ("A", "B"))
    assert text == (
        "Care case of day 0 (synthetic). A: known after 6 hours, first contact 0 minutes later, solved 1 hour after it "
        "was known. B: known after 2 hours, first contact 0 minutes later, solved 1 hour after it was known."
    )


@pytest.mark.parametrize(
    ("hours", "en", "zh"),
    [(0.0, "0 minutes", "0分钟"), (1 / 60, "1 minute", "1分钟"), (0.999, "60 minutes", "60分钟"),
     (1.0, "1 hour", "1小时"), (5.55, "5.5 hours", "5.5小时"), (47.6, "48 hours", "48小时"),
     (48.0, "2 days", "2天"), (60.0, "2.5 days", "2.5天"), (2088.0, "87 days", "87天")],
)  # fmt: skip
def test_times_are_said_as_one_would(hours: float, en: str, zh: str) -> None:
    told = duration(hours)
    assert (told.en, told.zh) == (en, zh)


def test_every_part_has_its_words() -> None:
    assert {part for hours in HOURS.values() for part in hours.parts} <= set(STAGE_WORDS)
