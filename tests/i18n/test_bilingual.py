"""Text in two languages: each part in its own, in the language in force, here and in another process."""

from __future__ import annotations

import pickle
from threading import Thread

import pytest

from sim.i18n import Bilingual, again, in_force, joined, of_environment, say, speaking, word
from sim.i18n.bilingual import in_wan


@pytest.mark.parametrize(("language", "said"), [("en", "day"), ("zh", "日"), ("both", "day 日")])
def test_it_reads_in_the_language_in_force(language: str, said: str) -> None:
    with speaking(language):
        assert Bilingual("day", "日") == said
    assert in_force() == "en"


def test_both_languages_of_a_sentence_stand_below_each_other() -> None:
    with speaking("both"):
        assert Bilingual("It rains.", "下雨。") == "It rains.\n下雨。"
        assert Bilingual("a\nb", "甲\n乙") == "a\nb\n甲\n乙"
        assert Bilingual("E101", "E101") == "E101"


def test_parts_keep_their_language_inside_a_whole() -> None:
    baseline = Bilingual("baseline", "基线")
    told = say("answer.against", place="X", arm=Bilingual("dual_report", "双报到"), first=baseline)
    assert (told.en, told.zh) == ("X: dual_report against baseline", "X：双报到与基线对比")
    listed = joined([baseline, "x"])
    assert (listed.en, listed.zh) == ("baseline, x", "基线、x")


def test_things_are_counted_as_each_language_does() -> None:
    assert say("footing.runs", n=1).en == "1 replication"
    assert say("footing.runs", n=1234).en == "1,234 replications"
    assert [in_wan(n) for n in (9999, 10_000, 233_400, 9_652_938, 12.5)] == [
        "9999",
        "1万",
        "23.34万",
        "965.29万",
        "12.5",
    ]


def test_it_can_be_said_again_in_another_language_and_process() -> None:
    told = pickle.loads(pickle.dumps(Bilingual("day", "日")))
    with speaking("zh"):
        assert again(told) == "日"
        assert again("day") == "day"
    assert told.changed(str.upper) == "DAY"
    assert Bilingual("the model", "模型").capital() == "The model"


def test_a_word_that_is_not_known_stays_as_it_is() -> None:
    assert word("units", "yuan").zh == "元"
    assert word("units", "furlong").zh == "furlong"
    with pytest.raises(LookupError):
        say("answer.no such message")
    with pytest.raises(LookupError):
        say("answer.times")


def test_a_thread_begins_in_english() -> None:
    found: list[str] = []
    with speaking("zh"):
        thread = Thread(target=lambda: found.append(in_force()))
        thread.start()
        thread.join()
    assert found[0] in ("en", "zh")  # Python 3.14 without the lock hands the context on


def test_only_known_languages_are_spoken() -> None:
    with pytest.raises(ValueError, match="allowed: en, zh, both"), speaking("fr"):
        pass


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de"}, "en"),
    ],
)
def test_the_system_may_ask_for_chinese(said: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert of_environment() == language
