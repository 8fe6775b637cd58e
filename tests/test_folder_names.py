"""Names of folders: what leads out of the results, cannot be seen, or cannot be made on every system."""

from __future__ import annotations

import pytest

from sim.folder_names import fault_of, invisible_in


@pytest.mark.parametrize(
    "name",
    ["winter", "黄石试点", "2024", "007", "a b", "a.b", ".hidden", "-m", "it's", "x" * 200, "黄" * 66, "console",
     "com10", "nulls", "auxiliary.txt", "试点（一）", "a;b", "a,b"],
)  # fmt: skip
def test_names_that_can_be(name: str) -> None:
    assert fault_of(name) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../up", "/"), ("/abs", "/"), ("a/b", "/"), ("a\\b", "\\"), ("C:", ":"), ("..", "dot"), (".", "dot"),
        ("a.", "dot"), ("a ", "space"), (" a", "space"), ("　", "space"), ("a\0b", "U+0000"), ("a\nb", "U+000A"),
        ("a\x7f", "U+007F"), ("a\u202eb", "U+202E"), ("\udcff", "U+DCFF"), ("a\u2028", "U+2028"),
        ("x" * 201, "201 bytes"), ("黄" * 67, "201 bytes"), ("NUL", "Windows"), ("con.txt", "Windows"),
        ("Com1", "Windows"), ("lpt9.tar.gz", "Windows"), ("aux .x", "Windows"), ("com²", "Windows"), ("a?", "?"),
        ("a*", "*"), ("a<b", "<"), ('a"b', '"'), ("a|b", "|"),
    ],
)  # fmt: skip
def test_names_that_cannot_be(name: str, words: str) -> None:
    assert words in fault_of(name)


def test_a_path_may_have_separators_but_no_invisible_characters() -> None:
    assert invisible_in("/home/李/结果 1") == ""
    assert "U+0007" in invisible_in("a\a")
