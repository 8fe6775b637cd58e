"""Files of others: the bytes of every usual editor give the same text; what is no text is told."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from sim.errors import PlaceError
from sim.text_files import read_text

TEXT = "街道: 5\n名称: 黄石市下陆区\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("gbk"), "GB 18030"),
        (TEXT.encode("gb2312"), "GB 18030"),
        (TEXT.encode("gb18030"), "GB 18030"),
    ],
)
def test_bytes_of_every_editor(raw: bytes, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_bytes(raw)
    assert read_text(path, 1000) == (TEXT, encoding)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"a: \xff\xfe\n", "neither UTF-8 nor GB 18030"),
        (TEXT.encode("utf-16-le"), "neither|no text"),
        ("plain".encode("utf-16-le"), "no text, or UTF-16 without its mark"),
        (codecs.BOM_UTF16_LE + b"a", "broken UTF-16"),
        (b"x" * 1001, "larger than 1,000 bytes"),
    ],
)
def test_what_is_no_text_is_told(raw: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_bytes(raw)
    with pytest.raises(PlaceError, match=words):
        read_text(path, 1000)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "no file"), (tmp_path / "x", "no such file"), (tmp_path / ("x" * 300), "cannot be")):
        with pytest.raises(PlaceError, match=words):
            read_text(path, 10)
