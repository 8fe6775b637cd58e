"""Names of areas as people write them."""

from __future__ import annotations

import pytest

from sim.config.run import load
from sim.observations.areas import Area, area_names, read_area


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Area()), ("全区", Area()), ("C03", Area("community", 2)), ("3", Area("community", 2)),
        ("第3社区", None), ("3号社区", Area("community", 2)), ("street 2", Area("street", 1)),
        ("S2", Area("street", 1)),
        ("disputes", Area("category", 3)), ("老年人", Area("group", group="elder")), ("C0", None), ("nowhere", None),
    ],
)  # fmt: skip
def test_an_area_is_read(text: str, meant: Area | None) -> None:
    assert read_area(text) == meant


def test_a_place_has_so_many_and_what_is_said_is_read_again() -> None:
    place = load("demo").place
    assert read_area(f"C{place.communities + 1}", place) is None
    names = area_names(place)
    assert [str(read_area(name, place)) for name in names] == names
