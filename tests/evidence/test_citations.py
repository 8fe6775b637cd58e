"""Citations are found, and the check of the register finds every kind of fault."""

from __future__ import annotations

from dataclasses import replace

from sim.evidence import Row, Source, ids_in, problems, uses


def _row(id_: str, **changes: object) -> Row:
    plain = Row(
        id=id_, value="207", unit="grids", item="grids before", source_id="S1", date="2022-08-19",
        place="Xialu", line=39, quote="original 207 grid", role="input", flag="ok", doubtful=False, derived="",
        status="", reason="",
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


SOURCES = {
    "S1": Source(
        id="S1", kind="article", title="An article", author="", year="2022", publisher="", language="en",
        locator="1.txt", seen="article", note="",
    )
}  # fmt: skip


def _register(*rows: Row) -> dict[str, Row]:
    return {row.id: row for row in rows}


# Citations


def test_ids_are_found_among_words() -> None:
    assert ids_in("E104 X012, 见E098;says X0380 (E104)") == ["E104", "X012", "E098", "X0380"]


def test_look_alikes_are_not_ids() -> None:
    assert ids_in("assumption: E1, EX001, X12345, GB/T 34300, e104, E104b") == []


def test_a_range_stands_for_the_rows_that_exist() -> None:
    register = _register(*(_row(id_) for id_ in ("E052", "E053", "E056")))
    assert ids_in("E052-E056", register) == ["E052", "E053", "E056"]
    assert ids_in("E052\N{EN DASH}E054", register) == [
        "E052",
        "E053",
        "E054",
    ]  # a wrong end is kept, to be named
    assert ids_in("E101-E104") == ["E101", "E102", "E103", "E104"]


def test_uses_collects_users_by_id() -> None:
    register = _register(_row("E101"), _row("X001"))
    citations = [
        ("grid_redivision", "E101"),
        ("place.xialu", "E101 X001"),
        ("place.xialu", "E101"),
        ("q", "none"),
    ]
    assert uses(citations, register) == {"E101": ["grid_redivision", "place.xialu"], "X001": ["place.xialu"]}


# Each kind of fault


def test_a_sound_register_has_no_problems() -> None:
    register = _register(_row("E101"), _row("E102", status="unused", reason="plan target, not an outcome"))
    assert problems(register, {"E101": ["place.xialu"]}, SOURCES) == []


def test_a_row_that_nothing_uses_is_named() -> None:
    (found,) = problems(_register(_row("E101")), {}, SOURCES)
    assert found.startswith("E101 (grids before) is used by nothing")


def test_unused_without_a_reason_is_named() -> None:
    (found,) = problems(_register(_row("E101", status="unused")), {}, SOURCES)
    assert "without a reason" in found


def test_a_reason_without_the_mark_is_named() -> None:
    (found,) = problems(_register(_row("E101", reason="garbled")), {"E101": ["voice"]}, SOURCES)
    assert "not marked unused" in found


def test_used_but_marked_unused_names_the_users() -> None:
    register = _register(_row("E101", status="unused", reason="garbled"))
    (found,) = problems(register, {"E101": ["place.xialu", "voice.p_report"]}, SOURCES)
    assert "used by place.xialu, voice.p_report" in found


def test_an_unknown_status_is_named() -> None:
    (found,) = problems(_register(_row("E101", status="later")), {"E101": ["voice"]}, SOURCES)
    assert "'later'" in found


def test_a_citation_of_an_unknown_id_names_user_and_nearest_id() -> None:
    register = _register(_row("E101"))
    (found,) = problems(register, {"E101": ["voice"], "E110": ["place.xialu"]}, SOURCES)
    assert found == "E110 is cited by place.xialu but is not in register.csv; did you mean E101?"


def test_an_unknown_source_is_named() -> None:
    register = _register(_row("E101", source_id="S2"))
    (found,) = problems(register, {"E101": ["voice"]}, {"S21": SOURCES["S1"]})
    assert found == "E101 comes from 'S2', which sources.csv does not list; did you mean S21?"


def test_all_faults_are_reported_at_once() -> None:
    register = _register(_row("E101", source_id="S2"), _row("E102", status="unused"))
    assert len(problems(register, {"E999": ["voice"]}, SOURCES)) == 4
