"""Names of areas."""

from __future__ import annotations

from sim.show.names import community_name, street_name


def test_a_numbered_area_says_in_chinese_what_it_is() -> None:
    assert community_name("C07") == {"en": "C07", "zh": "C07社区"}
    assert street_name("S2") == {"en": "S2", "zh": "S2街道"}


def test_a_name_that_people_gave_stays() -> None:
    assert community_name("清风社区") == {"en": "清风社区", "zh": "清风社区"}
    assert street_name("Lotus Street") == {"en": "Lotus Street", "zh": "Lotus Street"}
