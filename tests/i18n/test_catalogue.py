"""The catalogue: every message in both languages with the same values, none missing, none unused, none unreadable."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

import sim
from sim.cli.listing import parameters
from sim.evidence import load_register
from sim.i18n import messages, words
from sim.i18n.catalogue import HERE
from sim.measures import MEASURES
from sim.measures.view import LEVELS
from sim.parameters.param import BASES, describe
from sim.parameters.place import Place
from sim.parameters.run import Run
from sim.parameters.settings import GROUPS
from sim.report.make_font import CHINESE
from sim.report.style import FONT
from sim.state.costs import FUNDING

ROOT = Path(sim.__file__).parent
FILES = sorted(HERE.rglob("*.csv"))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def literals(node: ast.AST) -> Iterator[str]:
    """Texts that an expression may come to: both branches of a choice, all entries of a table."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def families(tree: ast.AST) -> set[str]:
    """Beginnings of keys that a source ends by a name: "records.rule_" of f"records.rule_{name}"."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and [type(part) for part in node.values] == [
            ast.Constant,
            ast.FormattedValue,
        ]:
            found |= set(literals(node.values[0]))
    return found


def said_in(source: str) -> tuple[set[str], set[str]]:
    """Find keys that are said, and all texts of a file (a key may come from a table)."""
    tree = ast.parse(source)
    keys: set[str] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and node.args
            and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say"
        ):
            key = node.args[0]
            options = [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]
            keys |= {o.value for o in options if isinstance(o, ast.Constant) and isinstance(o.value, str)}
    return keys, set(literals(tree))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_row_is_whole_and_stands_once(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heads = ["key", "en", "zh", "note"] if path.parent.name == "messages" else ["en", "zh", "note"]
    assert list(rows[0]) == heads
    assert not [row for row in rows if not all((row[head] or "").strip() for head in heads[:-1])]
    names = [row[heads[0]] for row in rows]
    assert len(set(names)) == len(names)


def test_both_languages_have_the_same_placeholders() -> None:
    differ = {key: m for key, m in messages().items() if placeholders(m.en) != placeholders(m.zh)}
    assert differ == {}


def test_chinese_is_chinese_and_english_is_not() -> None:
    told = {key: m.zh for key, m in messages().items() if not CHINESE.search(m.zh)}
    assert [key for key, zh in told.items() if re.search("[A-Za-z]", re.sub("{[^}]*}", "", zh))] == []
    assert [key for key, m in messages().items() if re.search("[\u3400-\u9fff]", m.en)] == []


def test_no_message_is_missing_and_none_is_unused() -> None:
    said, texts, heads = set[str](), set[str](), set[str]()
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        keys, all_texts = said_in(source)
        said |= keys
        texts |= all_texts
        heads |= families(ast.parse(source))
    assert said - messages().keys() == set()
    made = {head + text for head in heads for text in texts}  # a family's member is named somewhere, or is unused
    assert messages().keys() - texts - made == set()


def test_what_is_said_is_found() -> None:
    assert said_in('say("a.b", x=1); say("c.d" if e else "f.g"); other("h.i")')[0] == {"a.b", "c.d", "f.g"}


@pytest.mark.parametrize(
    ("room", "needed"),
    [
        ("units", {m.unit for m in MEASURES.values()}),
        ("units", {row.unit for row in load_register().values() if row.unit}),
        ("bases", set(BASES)),
        ("rooms", set(GROUPS)),
        ("funding", set(FUNDING)),
        ("levels", set(LEVELS)),
    ],
)
def test_every_fixed_word_is_known(room: str, needed: set[str]) -> None:
    assert needed <= words()[room].keys()


def test_every_parameter_and_mechanism_has_a_chinese_meaning() -> None:
    assert [row["name"] for row in parameters() if not row["meaning_zh"]] == []
    assert set(words()["mechanisms"]) == set(GROUPS)
    units = {row["unit"] for row in parameters()} | {info.unit for cls in (Run, Place) for info in describe("", cls)}
    assert units <= words()["units"].keys()


def test_every_giver_of_hours_is_known() -> None:
    given = set()
    for path in (ROOT / "policies").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note_hours":
                given.add(ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else "")
    assert len(given) > 10
    assert given - {""} <= words()["people"].keys()


def test_the_bundled_font_has_every_character() -> None:
    known = TTFont(FONT).getBestCmap()
    text = "".join(m.zh for m in messages().values()) + "".join(zh for room in words().values() for zh in room.values())
    assert sorted(c for c in set(CHINESE.findall(text)) if ord(c) not in known) == []
