"""Names on maps: in their own area, none over another, the wanted first."""

from __future__ import annotations

import numpy as np

from sim.show.svg.drawing import wide
from sim.show.svg.place_names import SIZE_PX, most_wanted, placed, short_name

HALVES = np.repeat([[0, 0, 0, 0, 1, 1, 1, 2]], 4, axis=0).astype(np.int32)


def test_names_stand_in_their_area_as_long_as_there_is_room() -> None:
    names = {0: "Upper", 1: "Lower", 2: "Corner"}
    found = {n.text: n for n in placed(HALVES, names, 400.0)}
    assert set(found) == {"Upper", "Lower", "Corner"}
    assert found["Upper"].x < 0.5 < found["Lower"].x < found["Corner"].x
    assert found["Corner"].x + wide("Corner", SIZE_PX) / 2.0 / 400.0 <= 1.0  # moved in from the edge
    assert [n.text for n in placed(HALVES, names, 80.0)] == ["Upper"]  # the others would cover it
    assert [n.text for n in placed(HALVES, dict(reversed(names.items())), 80.0)] == ["Corner"]
    assert placed(HALVES, names, 30.0) == []  # a name is wider than the map


def test_a_name_stands_within_an_area_that_is_bent_around_another() -> None:
    ring = np.zeros((9, 9), np.int32)
    ring[1:8, 1:8] = 1
    (name,) = placed(ring, {0: "A"}, 900.0)
    assert ring[int(name.y * 9), int(name.x * 9)] == 0


def test_some_are_wanted_first_then_the_larger_ones() -> None:
    assert most_wanted([2], HALVES) == [2, 0, 1]


def test_what_an_area_is_need_not_be_said() -> None:
    assert short_name({"en": "C01", "zh": "C01社区"}, "zh") == "C01"
    assert short_name({"en": "Linjiang", "zh": "社区"}, "zh") == "社区"
    assert short_name({"en": "Linjiang community", "zh": "临江社区"}, "en") == "Linjiang community"
