"""Decisions: one short file each, numbered, listed, and superseded ones say by which."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "sim" / "decisions"


def numbered() -> dict[int, tuple[Path, str]]:
    found = {}
    for path in sorted(FOLDER.glob("[0-9]*.md")):
        head = re.match(r"# (\d+)\. (.+)\n", path.read_text(encoding="utf-8"))
        assert head, f"{path.name} does not begin with '# number. title'"
        assert int(path.name[:4]) == int(head[1]), path.name
        found[int(head[1])] = (path, head[2])
    return found


def test_numbers_are_in_a_row_and_each_is_short() -> None:
    found = numbered()
    assert list(found) == list(range(1, len(found) + 1))
    for path, _ in found.values():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 60, f"{path.name}: two decisions in one?"


def test_every_one_is_listed_by_its_title() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    for number, (path, title) in numbered().items():
        assert f"| {number} | [{title}]({path.name})" in listed


def test_a_superseded_one_says_by_which_and_the_list_marks_it() -> None:
    found, listed = numbered(), (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    for number, (path, _) in found.items():
        by = re.search(r"\*Superseded by (\d+)", path.read_text(encoding="utf-8"))
        row = next(line for line in listed if line.startswith(f"| {number} |"))
        assert (f"superseded by {by[1]}" if by else "superseded") in row or not by
        assert by or "superseded" not in row
        assert not by or int(by[1]) in found
