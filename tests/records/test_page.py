"""The page of an import: whole, in both languages, nothing from outside, nothing that is not escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.i18n import speaking
from sim.records.manifest import manifest
from sim.records.observed import rows_of
from sim.records.page import page
from sim.records.since import since
from tests.records.made import HEAD, imported, of_preset, rows, text

ALONE = {"meta", "br", "hr", "img", "input", "link", "line", "rect", "circle", "polygon", "polyline", "path"}


class Nesting(HTMLParser):
    """Fails where tags cross each other."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALONE:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_it_is_whole_and_stands_alone(tmp_path: Path, language: str) -> None:
    found = imported(tmp_path, of_preset("grid_centre"))
    with speaking(language):
        told = page(found, rows_of(found.learned))
    nesting = Nesting()
    nesting.feed(told)
    assert nesting.open == []
    assert not re.search(r'(?:src|href)="(?!#)|https?://(?!www\.w3\.org/2000/svg)', told)
    assert told.count("<svg") == 10 * (2 if language == "both" else 1)  # five pictures, wide and narrow
    english = re.sub(r"<[^>]+>|[甲乙丙]社区|第一街道", " ", told.partition("</style>")[2])
    if language == "en":
        names = {name for file in found.files for name in file.columns.values()} | {"当事人姓名", "联系电话"}
        assert set(re.findall("[\u4e00-\u9fff]+", english)) <= {
            part for name in names for part in re.findall("[\u4e00-\u9fff]+", name)
        }
    if language == "zh":
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", english)


def test_what_stands_in_the_file_is_escaped(tmp_path: Path) -> None:
    table = [[*row[:6], "<b>x</b>", *row[7:]] for row in rows(300)]
    found = imported(tmp_path, text(table, (*HEAD[:9], "<i>y")))
    told = page(found, [])
    assert "<b>x" not in told
    assert "<i>y" not in told
    assert "&lt;b&gt;x" in told


def test_newer_records_have_a_table_of_changes(tmp_path: Path) -> None:
    old, new = (imported(tmp_path, text([[*r[:7], str(int(k % n != 0)), *r[8:]] for k, r in enumerate(rows(900))]))
                for n in (10, 3))  # fmt: skip
    changed = since(manifest(old, rows_of(old.learned)), new, rows_of(new.learned))
    with speaking("en"):
        told = page(new, rows_of(new.learned), changed)
    row = re.search(r"<tr><td class=name>closed on time</td>(.*?)</tr>", told)
    assert row is not None
    cells = re.findall(r">([^<>]+)<", row[1])
    assert (cells[0], cells[1], cells[-1]) == ("90.0", "66.7", "yes")
