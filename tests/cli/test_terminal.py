"""What a user sees on a real terminal of 80 or 120 columns: every number whole, every name whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from rich.console import Console

from sim.cli import main
from sim.cli.prose import print_docstring
from sim.cli.table import Column, figures, print_table, text, unit, word
from sim.config.run import place_names
from sim.fold import cells, fold, pieces
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

pty = pytest.importorskip("pty")  # not on Windows
ROOT = Path(__file__).parents[2]
SHORT = ["place=demo", "days=60", "warmup_days=10", "replications=2"]
NEVER_FIRST = "，。；：、）》”！？…,.;:)"
ASKED = [
    ["run", *SHORT, "policy=[dual_report,grid_redivision]"],
    ["run", *SHORT, "--by", "community"],
    ["compare", "baseline", "dual_report", *SHORT],
    ["show", "jilin"],
    ["show", "red_property", "--lang", "zh"],
    *(
        ["list", what, "--lang", lang]
        for what in ("policies", "measures", "parameters", "places")
        for lang in ("en", "zh")
    ),
]


ALL = """
import json, os, sys
from sim.cli import main
for columns, out in json.loads(sys.argv[2]):
    os.environ["COLUMNS"] = str(columns)
    os.dup2(out, 1)
    os.close(out)
    for asked in json.loads(sys.argv[1]):
        assert main(asked) == 0
        print("=" * 8, flush=True)
"""
"""Runs command after command, on one output after the other: starting Python for each would take most of the time."""


def read_whole(out: int) -> str:
    """Read until the other side is closed, without the colours and line ends of terminals."""
    said = b""
    with suppress(OSError):  # so a terminal says that it is closed
        while part := os.read(out, 65536):
            said += part
    os.close(out)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode()).replace("\r\n", "\n")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[str]]:
    """What each command says by width; 0 when piped."""
    ends = {0: os.pipe(), **{columns: pty.openpty() for columns in (80, 120)}}
    outs = {columns: end[1] for columns, end in ends.items()}
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LINES": "50"}
    command = [sys.executable, "-c", ALL, json.dumps(ASKED), json.dumps([*outs.items()])]
    with subprocess.Popen(
        command, cwd=tmp_path_factory.mktemp("terminal"), env=env, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, pass_fds=[*outs.values()],
    ) as process:  # fmt: skip
        for out in outs.values():
            os.close(out)
        found = {width: read_whole(end[0]).split("=" * 8 + "\n")[:-1] for width, end in ends.items()}
    assert process.returncode == 0
    assert {len(parts) for parts in found.values()} == {len(ASKED)}
    return found


def numbers(said: str) -> set[str]:
    """Numbers of an output, without the seconds of CPU, which differ from run to run."""
    return set(re.findall(r"(?<![\w.,-])[+-]?\d[\d,.]*(?!\w)", re.sub(r"[\d.]+\s+s\s+of\s+CPU", "", said)))


@pytest.mark.parametrize("command", range(len(ASKED)), ids=[" ".join(asked) for asked in ASKED])
def test_nothing_is_lost_on_a_terminal(command: int, outputs: dict[int, list[str]]) -> None:
    whole = outputs[0][command]
    for columns in (80, 120):
        said = outputs[columns][command]
        assert "…" not in said
        assert max(map(cells, said.split("\n"))) <= columns
        assert not [line for line in said.split("\n") if line.strip()[:1] in tuple(NEVER_FIRST)]
        assert numbers(said) <= numbers(whole)  # none in halves
        # where there is no room, a verdict names an arm instead of saying what it does
        if ASKED[command][0] != "compare" and "Left out" not in said and "因宽度不足略去" not in said:
            assert numbers(said) == numbers(whole)
    assert "Left out" not in whole


@pytest.mark.parametrize(
    "asked",
    [["evidence"], *(["list", what, "--lang", "both"] for what in ("policies", "measures", "parameters", "places")),
     *(["show", name, "--lang", "both"] for name in [*place_names(), *POLICIES, *GROUPS])],
    ids=" ".join,
)  # fmt: skip
def test_nothing_is_left_out_when_piped(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked) == 0
    said = capsys.readouterr().out
    assert "Left out" not in said
    assert "…" not in said
    assert max(map(cells, said.split("\n"))) <= 140


def narrow(width: int) -> Console:
    return Console(width=width, force_terminal=True, color_system=None, highlight=False)


COLUMNS = [
    word("name"),
    figures("before", spare=2),
    figures("after"),
    figures("variance cut", spare=1),
    unit(),
    text("meaning", 10),
]
ROWS = [["share_of_members", "9,652,900", "-0.00311", "29,323 x", "yuan/person/yr", "what is paid for each of them"]]


@pytest.mark.parametrize(
    ("width", "gone"),
    [(140, []), (76, []), (60, ["variance cut"]), (50, ["before", "variance cut"]), (20, ["before", "variance cut"])],
)
def test_text_folds_then_spare_columns_go_then_it_is_too_wide(
    width: int, gone: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    print_table(narrow(width), "A title", COLUMNS, ROWS, elsewhere="--json")
    said = capsys.readouterr().out
    plain = " ".join(said.split())
    assert f"Left out for want of room: {', '.join(gone)}; see --json." in plain if gone else "Left out" not in plain
    for cell, column in zip(ROWS[0], COLUMNS, strict=True):
        if not column.folds:
            assert (cell in said) == (column.head not in gone)
    assert {"what", "paid", "them"} <= set(plain.split())
    if width >= 50:
        assert max(map(cells, said.split("\n"))) <= width


def test_a_cell_may_be_empty_and_a_table_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(narrow(30), "", [Column("a"), text("b")], [["", ""]])
    print_table(narrow(30), "", [Column("a"), text("b")], [])
    assert capsys.readouterr().out.split() == ["a", "b", "a", "b"]


def test_a_docstring_is_folded_anew(capsys: pytest.CaptureFixture[str]) -> None:
    docstring = (
        "One line\nthat goes ``on``.\n\n- a: first\n  item of a list\n- b: second\n\nA formula::\n\n    x  =  1 + 2"
    )
    print_docstring(narrow(20), docstring)
    assert capsys.readouterr().out.split("\n") == [
        "One line that goes", "on.", "", "- a: first item of a", "  list", "- b: second", "", "A formula:", "",
        "    x  =  1 + 2", "",
    ]  # fmt: skip


@pytest.mark.parametrize("width", range(4, 40, 3))
def test_chinese_folds_anywhere_but_before_its_stops_and_behind_its_openings(width: int) -> None:
    said = "物业企业（含国有）逐家加入：有条件的，没有的派“党建指导员”；按 2.5% 计，共 9,652,900 人——不含流动人口。"
    lines = fold(said, width)
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")
    assert not [line for line in lines if line[0] in "，。；：、）”—%"]
    assert not [line for line in lines if line[-1] in "（“"]
    assert any("9,652,900" in line for line in lines)
    assert all(cells(line) <= max(width, *map(cells, pieces(said))) for line in lines)


def test_a_range_of_numbers_is_not_folded() -> None:
    said = "满意度，0至100；变化-0.44（95%区间-1.02至+0.13，1%至2%）；直至期末。"
    for width in range(10, 40):
        lines = fold(said, width)
        assert "".join(lines) == said
        for whole in ("0至100", "-1.02至+0.13", "1%至2%"):
            assert sum(whole in line for line in lines) == 1
    assert "直至" not in pieces(said)  # no range


def test_in_a_narrow_terminal_both_names_of_a_measure_stand_below_each_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for columns, line in ((80, "department_cases"), (120, "department_cases 部门承办件数")):
        monkeypatch.setattr("sim.cli.terminal.console", lambda width=columns: Console(width=width, highlight=False))
        assert main(["list", "measures", "--lang", "zh"]) == 0
        said = capsys.readouterr().out.split("\n")
        assert [one[: one.index("  ")] for one in said if one.startswith("department_cases")] == [line]


def test_a_section_of_a_place_has_a_column_of_sources_only_where_there_are_some(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "demo"]) == 0
    parts = [part.split("\n") for part in capsys.readouterr().out.split("\n\n")]
    sections = {part[0]: part[1] for part in parts if len(part) > 1}
    assert "source" not in sections["defaults of the model"]
    assert sections["chosen"].split()[-1] == "source"
    assert sections["derived from printed numbers"].endswith("in\N{NO-BREAK SPACE}doubt)")
