"""The register is complete, and its numbers are those that were printed."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from sim.errors import GovsimError
from sim.evidence import ROLES, SEEN, Row, Source, load_register, load_sources, register

FOLDER = Path(register.__file__).parent


# The files themselves


def test_every_row_of_the_articles_is_there() -> None:
    printed = [id_ for id_ in load_register() if id_.startswith("E")]
    missing_numbers = {20, 54, 55, 86, 89, 90, 120, 129}  # the numbering of the articles' rows has gaps
    assert printed == [f"E{n:03d}" for n in range(1, 132) if n not in missing_numbers]


def test_external_rows_follow_the_articles() -> None:
    external = [id_ for id_ in load_register() if id_.startswith("X")]
    first = [f"X{n:03d}" for n in range(1, 84)] + [f"X038{k}" for k in range(9)]
    assert set(external[: len(first)]) == set(first)
    assert all(84 <= int(id_[1:]) <= 999 for id_ in external[len(first) :])


@pytest.mark.parametrize("file_name", ["register.csv", "sources.csv"])
def test_ids_are_unique_and_columns_are_the_fields(file_name: str) -> None:
    with (FOLDER / file_name).open(encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file)
    expected = Row if file_name == "register.csv" else Source
    assert header == [field.name for field in fields(expected)]
    ids = [record[0] for record in records]
    assert len(ids) == len(set(ids))
    assert {len(record) for record in records} == {len(header)}


def test_every_row_has_value_unit_item_place_and_source() -> None:
    sources = load_sources()
    for row in load_register().values():
        assert row.value, row.id
        assert row.unit, row.id
        assert row.item, row.id
        assert row.place, row.id
        assert row.source_id in sources, row.id
        assert row.role in ROLES, row.id


def test_article_rows_have_quote_line_and_date() -> None:
    for row in load_register().values():
        if row.id.startswith("E"):
            assert row.quote, row.id
            assert row.line is not None, row.id
            assert row.date.startswith("2022-"), row.id
            assert row.source_id in {"S000", "S001", "S002", "S003", "S004"}, row.id


def test_quotes_are_short() -> None:
    """Facts are carried over; of sentences, only short quotes."""
    for row in load_register().values():
        assert len(row.quote) <= 120, row.id


def test_external_rows_say_how_far_to_trust_them() -> None:
    for row in load_register().values():
        if row.id.startswith("X"):
            assert row.role == "external", row.id
            assert row.flag.startswith(("ok", "weak", "partly official")), row.id


def test_unused_rows_give_a_reason_and_others_none() -> None:
    for row in load_register().values():
        assert row.is_unused == bool(row.reason), row.id


def test_every_source_is_cited_and_says_what_it_is() -> None:
    cited = {row.source_id for row in load_register().values()}
    for source in load_sources().values():
        assert source.id in cited
        assert source.title, source.id
        assert source.kind, source.id
        assert source.seen in SEEN, source.id
        assert source.locator or source.seen == "not seen", source.id


def test_articles_keep_their_file_names() -> None:
    names = [load_sources()[f"S00{n}"].locator for n in range(5)]
    assert names == [
        "000_990f2d92a941b096.txt",
        "001_f5f21d459e020dd1.txt",
        "002_89ce065ea7f74490.txt",
        "003_9d5554201ca1d034.txt",
        "004_d96c1fe67170fd76.txt",
    ]


# Numbers that the model rests on


@pytest.mark.parametrize(
    ("id_", "number", "source_id", "line"),
    [
        ("E022", 19, "S001", 43),
        ("E023", 213, "S001", 43),
        ("E025", 44, "S001", 43),
        ("E036", 3000, "S001", 71),
        ("E072", 564, "S003", 16),
        ("E098", 5636, "S004", 27),
        ("E101", 207, "S004", 39),
        ("E102", 378, "S004", 39),
        ("X001", 0.206, "S010", None),
        ("X007", 1.57, "S032", None),
        ("X039", 233_400, "S048", None),
    ],
)
def test_known_numbers(id_: str, number: float, source_id: str, line: int | None) -> None:
    row = load_register()[id_]
    assert (row.number, row.source_id, row.line) == (number, source_id, line)


def test_printed_numbers_agree_with_each_other() -> None:
    number = {id_: row.number or 0.0 for id_, row in load_register().items()}
    assert round(100 * number["E127"] / number["E126"], 1) == number["E128"]
    assert round(100 * (number["E102"] / number["E101"] - 1)) == number["E103"]
    assert 1 + number["E112"] + number["E113"] == number["E117"]


def test_words_and_ranges_are_no_numbers() -> None:
    rows = load_register()
    assert rows["E056"].value == "LOST"
    assert [rows[id_].number for id_ in ("E056", "E030", "X011", "X031")] == [None] * 4


def test_doubtful_numbers_carry_their_flag() -> None:
    rows = load_register()
    assert "GARBLED" in rows["E006"].flag
    assert "DO NOT use" in rows["E021"].flag
    assert "0-1 scale" in rows["X035"].flag
    assert all(rows[id_].is_unused for id_ in ("E006", "E056", "E063"))


def test_what_is_doubtful_is_said_by_a_column_and_why_by_the_flag() -> None:
    rows = load_register()
    for id_ in ("E006", "E007", "E039", "X008", "X022", "X023", "X024", "X035"):
        assert rows[id_].doubtful, id_
    for id_ in ("E101", "E068", "E117", "X025", "X007"):
        assert not rows[id_].doubtful, id_
    assert all(row.flag not in ("", "ok") for row in rows.values() if row.doubtful)
    said = ("garbled", "weak", "partly official", "lost", "not use", "unclear")
    assert all(row.doubtful for row in rows.values() if any(word in row.flag.lower() for word in said))


def test_a_doubt_that_is_no_yes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (FOLDER / "register.csv").read_text(encoding="utf-8")
    assert ",yes," in text
    (tmp_path / "register.csv").write_text(text.replace(",yes,", ",perhaps,", 1), encoding="utf-8")
    monkeypatch.setattr(register, "_FOLDER", tmp_path)
    with pytest.raises(GovsimError, match="doubtful is 'perhaps'"):
        load_register.__wrapped__()


def test_the_same_id_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (FOLDER / "sources.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "sources.csv").write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    monkeypatch.setattr(register, "_FOLDER", tmp_path)
    with pytest.raises(GovsimError, match=r"sources\.csv gives the same id to more than one row: S000"):
        load_sources.__wrapped__()


def test_the_register_loads_without_heavy_libraries() -> None:
    """``govsim --help`` and ``govsim evidence`` must not wait for numpy or pandas."""
    code = (
        "import sys; from sim.evidence import load_register; load_register(); "
        "print([m for m in ('numpy', 'pandas', 'mesa', 'numba', 'hydra') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
