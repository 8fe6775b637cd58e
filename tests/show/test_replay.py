"""The piece of HTML that starts a replay, and the words it is given."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sim.i18n import Bilingual
from sim.show.frames import frames_of, view_of
from sim.show.layers import BY_CELL, BY_COMMUNITY
from sim.show.replay import pair_note, piece, replay_words, script
from tests.show.by_hand import ground, stamps

ARMS = {"baseline": Bilingual("as is", "现状"), "</script>": "odd"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_renderer_has_every_word_that_it_says(lang: str) -> None:
    words = replay_words(lang, ARMS)
    asked = set(re.findall(r'say\("([\w.]+)"', script())) - {"layer.", "unit.", "arm."}
    assert asked | {"slow", "usual", "fast"} <= set(words)
    for layer in BY_CELL + BY_COMMUNITY:
        assert words[f"layer.{layer.key}"]
        assert words[f"unit.{layer.key}"]
    assert words["arm.baseline"] == {"en": "as is", "zh": "现状"}[lang]


def test_no_word_is_given_in_vain() -> None:
    asked = set(re.findall(r'"([\w.]+)"', script()))
    given = {key for key in replay_words("en", {}) if "." not in key}
    assert given - asked == set()


@pytest.mark.parametrize(("lang", "says"), [("en", "pair 7 of 20"), ("zh", "第7对，共20对")])
def test_the_page_says_which_pair_is_shown(lang: str, says: str) -> None:
    assert says in pair_note(lang, 6, 20)


def test_nothing_in_the_data_ends_the_script() -> None:
    place = ground(community_names=("C01", "</script><b>"))
    own: Any = {arm: stamps([]) for arm in ARMS}
    made = piece(frames_of(place, own, view_of(place, 40), replication=0), "en", ARMS, pairs=1)
    assert made.count("</script>") == 2
    data = re.search(r'<script type="application/json" id="replay-frames">(.*?)</script>', made)
    assert data
    assert json.loads(data[1])["names"][1]["en"] == "</script><b>"


def test_the_renderer_asks_for_nothing_but_streets() -> None:
    assert re.findall(r"https?:|fetch\(|XMLHttp|import\(|eval\(|innerHTML", script()) == []
    assert len(script()) < 32_000
