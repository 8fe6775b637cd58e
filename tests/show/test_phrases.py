"""What is said of an answer: a sentence for each rule, numbers as they are stored, words for every lever."""

from __future__ import annotations

import pytest

from sim.config.run import load
from sim.i18n import Bilingual, speaking
from sim.policies import POLICIES
from sim.policies.grid_redivision import MODES
from sim.show.did import DID, did, facts, levers_without_words
from sim.show.phrases import cards, number, sentence, subtitle, title
from tests.i18n.language import strangers
from tests.studies.answers_by_hand import SPLIT, answer, arm

PLACE = load("xialu").place


def test_the_titles_of_the_design() -> None:
    said = title(answer())
    assert said.en == (
        "Splitting 207 grids into 378 gets 4.8 more of every 100 problems solved, for 43 yuan per resident and year"
    )
    assert said.zh == "把207个网格拆成378个，每100件问题多解决4.8件，人均每年多花43元"
    unsure = title(answer(solved_of_all=(4.8, "better", 1)))
    assert unsure.en.endswith(", if the assumed numbers hold")
    assert unsure.zh.startswith("在当前假设下，")


@pytest.mark.parametrize(
    ("solved", "words", "chinese"),
    [
        ((-3.0, "worse", 2), "3.0 fewer of every 100", "少解决3.0件"),
        ((0.2, "small", 2), "gets hardly more", "变化不大"),
        (
            (2.0, "open", 0),
            "20 pairs do not settle what splitting 207 grids into 378 changes; about 12 more would",
            "再做12对",
        ),
        ((None, "open", 0), "no pair yet", "尚无模拟结果"),
    ],
)
def test_other_titles(solved: tuple[float | None, str, int], words: str, chinese: str) -> None:
    said = title(answer(solved_of_all=solved))
    assert words.lower() in said.en.lower()
    assert chinese in said.zh
    assert strangers(said.zh, "zh") == strangers(said.en, "en") == []


def test_cards_and_the_sentence_show_the_numbers_that_are_stored() -> None:
    told = answer()
    own = told["measures"]["grid_redivision"]
    for c in cards(told):
        assert float(c.before) == own[c.measure]["before"]
        assert float(c.change) == own[c.measure]["change"]
        assert (c.colour != "grey") == (own[c.measure]["sure"] == 2 and own[c.measure]["verdict"] != "small")
    assert sentence(told, "grid_redivision").en == "+4.8 of 100 solved, 43 yuan a resident, 171 posts"
    assert "158 of 193 numbers are assumed" in subtitle(told).en
    assert "23.34万名居民" in subtitle(told).zh


def test_every_lever_has_words_in_both_languages() -> None:
    assert levers_without_words() == []
    assert {key.partition(":")[2] for key in DID if ":" in key} == set(MODES)
    for name, cls in POLICIES.items():
        lever = {"key": name, "dose": {}, "values": facts(cls(), PLACE)}
        said = did(arm(name, [lever]))
        assert strangers(said.zh, "zh") == [], said.zh
        assert strangers(said.en, "en") == []
        assert said.zh != cls.name_zh
        assert said.en[0].islower()


@pytest.mark.parametrize(
    ("made", "english", "chinese"),
    [
        (
            arm("a", changes=[{"key": "place.workers", "before": 207, "after": 307}]),
            "hiring 100 more grid workers",
            "增配100名网格员",
        ),
        (
            arm("a", [SPLIT | {"values": SPLIT["values"] | {"funding": "staff_neutral"}}]),
            "splitting 207 grids into 378 with no new posts",
            "把207个网格拆成378个（不增人员）",
        ),
        (
            arm("a", [SPLIT | {"values": SPLIT["values"] | {"covered": 0.3}}]),
            "splitting 207 grids into 378 in 30% of the communities",
            "在30%的社区把207个网格拆成378个",
        ),
        (arm("a", without=["whistle"]), "doing without whistle", "取消社区吹哨、部门报到"),
        (arm("a"), "changing nothing", "不作改变"),
        (arm("a", [SPLIT] * 4), "splitting 207 grids into 378 and 3 further levers", "把207个网格拆成378个等4项措施"),
    ],
)
def test_what_arms_do(made: dict[str, object], english: str, chinese: str) -> None:
    assert did(made) == Bilingual(english, chinese)
    assert did(made).zh == chinese


def test_nothing_is_minus_zero() -> None:
    assert [number(v, 1, signed=True) for v in (-0.01, 0.0, 0.04, -0.06, 1234.5)] == [
        "0.0",
        "0.0",
        "0.0",
        "-0.1",
        "+1,234.5",
    ]
    assert number(None, 1) == "-"


def test_both_languages_at_once() -> None:
    with speaking("both"):
        assert title(answer()).count("378") == 2
