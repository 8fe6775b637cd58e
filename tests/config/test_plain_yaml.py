"""YAML without its traps, and where each of its settings stands."""

from __future__ import annotations

import pytest

from sim.config.plain_yaml import lines_of, load_plain
from sim.errors import PlaceError


def test_plain_words_and_numbers() -> None:
    text = "a: yes\nb: 010\nc: 1:30\nd: 2024-07-01\ne: 1e-3\nf: true\ng: [1, 2.5]\nh:\n"
    found = load_plain(text)
    assert found == {"a": "yes", "b": "010", "c": "1:30", "d": "2024-07-01", "e": 1e-3, "f": True, "g": [1, 2.5],
                     "h": None}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [("a: 1\na: 2", "line 2: a is said twice, first in line 1"), ("a: &x 1", "anchors"), ("a: !x 1", "tags"),
     ("a: 1\n---\nb: 2", "second document"), ("a:1\nb: 2", "no space behind the colon"), ("\ta: 1", "tab"),
     ("a：1\nb: [", "Chinese colon"), ("a: " + "[" * 30, "without end"), ("[a]: 1", "a key must be a word"),
     ("a: \x07", "no text has"), ("a: " + "1" * 5000, "too long")],
)  # fmt: skip
def test_traps_are_told(text: str, words: str) -> None:
    with pytest.raises(PlaceError, match=words):
        load_plain(text)


def test_lines() -> None:
    assert lines_of("# remark\na: 1\nb:\n  c: {d: 3}\n\n  e: [1]\n") == {"a": 2, "b": 3, "b.c": 4, "b.c.d": 4, "b.e": 6}
