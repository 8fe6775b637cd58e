"""The model's description holds together with the code: tables are made from it, what it names exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import sim
from sim.cli import glossary_page
from sim.cli.parameter_page import PAGE, page
from sim.config.run import Run
from sim.fate import Decision
from sim.measures import MEASURES
from sim.parameters.param import describe, param
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.state.rules import RULES

ROOT = Path(__file__).parents[2]
PACKAGE = Path(sim.__file__).parent
MODEL = (PACKAGE / "MODEL.md").read_text(encoding="utf-8")
OF_PAGES = ("test_writing.py", "test_documents.py", "test_waiting.py")
OWNERS = {"place": Place, **GROUPS, **{f"policies.{name}": lever for name, lever in POLICIES.items()}}


def test_the_page_of_parameters_is_as_it_would_be_made_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_the_glossary_is_as_it_would_be_made_now_and_tells_of_every_measure_in_both_languages() -> None:
    made = glossary_page.page()
    assert glossary_page.PAGE.read_text(encoding="utf-8") == made, "run `make docs`"
    for m in MEASURES.values():
        (row,) = re.findall(rf"^\| (?:\*\*)?`{m.name}`(?:\*\*)? \|.*$", made, re.MULTILINE)
        for told in (m.title, m.title_zh, m.unit, m.definition, m.definition_zh, f"| {m.matters:g} |"):
            assert told in row, (m.name, told)
        assert not m.of or f"`{m.of}`" in row


def test_every_parameter_stands_on_the_page_with_its_source() -> None:
    for owner, cls in {"run": Run, **OWNERS}.items():
        name = owner.removeprefix("policies.")
        (own,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", page(), re.DOTALL | re.MULTILINE)
        shared = re.findall(r"^## every lever\n(.*?)(?=^## )", page(), re.DOTALL | re.MULTILINE)[0]
        for info in describe(owner, cls):
            (row,) = re.findall(rf"^\| `{info.name}` \|.*$", own if f"`{info.name}` |" in own else shared, re.MULTILINE)
            cells = [cell.strip() for cell in row.split(" | ")]
            assert len(cells) == 8, info.key
            assert cells[2] == info.unit
            assert (cells[4] or "fixed") == info.prior
            assert cells[5] == info.basis
            assert cells[6] == info.source


def test_a_changed_declaration_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import make_dataclass

    field = param((1.0, 20.0), "h", source="assumed: a | b", doc="x", plausible=(0.5, 3000.0))
    monkeypatch.setitem(
        GROUPS, "voice", make_dataclass("Voice", [("p_new", tuple, field)], namespace={"__doc__": "New."})
    )
    assert "## voice\n\nNew.\n\n" in page()
    assert "| `p_new` | 1 20 | h | 0.5 to 3,000 | log | assumed | a \\| b | x |\n" in page()
    assert page() != PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["MODEL.md", "mechanisms/WRITING.md", "policies/WRITING.md"])
def test_links_lead_somewhere(path: str) -> None:
    text = re.sub(r"```.*?```", "", (PACKAGE / path).read_text(encoding="utf-8"), flags=re.DOTALL)
    for target, anchor in re.findall(r"\]\(([\w./-]+)(?:#([\w-]+))?\)", text):
        linked = (PACKAGE / path).parent / target
        assert linked.is_file(), target
        heads = {
            h.lower().replace(" ", "-") for h in re.findall(r"^##+ (.+)$", linked.read_text(encoding="utf-8"), re.M)
        }
        assert not anchor or anchor in heads, anchor


def test_parameters_that_the_model_page_names_exist() -> None:
    calls = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", MODEL[MODEL.index("### 3.1") : MODEL.index("### 3.2")]))
    owners = "|".join(map(re.escape, OWNERS))
    named = set(re.findall(rf"`((?:{owners})\.[a-z_]+)", MODEL)) - calls
    assert len(named) > 5
    assert named <= {info.key for owner, cls in OWNERS.items() for info in describe(owner, cls)}


def test_steps_of_the_day_that_the_model_page_names_are_called() -> None:
    day = (PACKAGE / "district.py").read_text(encoding="utf-8")
    steps = re.findall(
        r"^        (?!self)([a-z_.]+)\(world\)", day[day.index("def live_day") : day.index("def live(")], re.MULTILINE
    )
    told = MODEL[MODEL.index("### 3.1") : MODEL.index("### 3.2")]
    assert len(steps) > 10
    for step in set(steps) - {"volunteering.base_hours", "arrange_aid"}:
        assert f"`{step}`" in told, step
    assert "grid_net.arrange_aid" in told
    assert "Volunteers' base hours" in told


@pytest.mark.parametrize("group", GROUPS)
def test_every_mechanism_has_its_section(group: str) -> None:
    file = GROUPS[group].__module__.rpartition(".")[2]
    assert f"{file}.py" in MODEL
    assert f"(PARAMETERS.md#{group})" in MODEL


def test_every_lever_rule_and_decision_is_told_of() -> None:
    assert [name for name in POLICIES if f"| {name}" not in MODEL] == []
    rules = MODEL[MODEL.index("### 3.2") : MODEL.index("### 3.3")]
    assert [name for name in RULES if f"`{name}`" not in rules] == []
    table = MODEL[MODEL.index("| decision (number)") : MODEL.index("So the same problem befalls")]
    assert [d.name for d in Decision if not re.search(rf"\b{d.name} \({d.value}\b", table)] == []


def test_counts_are_right() -> None:
    assert f"{len(MEASURES)} measures in" in MODEL
    words = {32: "Thirty-two", 33: "Thirty-three", 34: "Thirty-four", 35: "Thirty-five", 36: "Thirty-six"}
    assert f"{words[len(POLICIES)]}, one file each" in MODEL


def test_the_citation_file_has_what_a_citation_needs() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"message", "title", "abstract", "authors", "version", "date-released", "license", "keywords"} <= set(cff)
    assert (cff["cff-version"], cff["type"]) == ("1.2.0", "software")
    assert cff["version"] == project["version"]
    assert [a["name"] for a in cff["authors"]] == [a["name"] for a in project["authors"]]
    assert cff["license"] == project["license"].split(" AND ")[0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", cff["date-released"])
    assert all(isinstance(word, str) for word in cff["keywords"])
    assert len(set(cff["keywords"])) == len(cff["keywords"])


@pytest.mark.parametrize("group", GROUPS)
def test_every_mechanism_is_tested_by_name(group: str) -> None:
    file = GROUPS[group].__module__.rpartition(".")[2]
    named = re.compile(rf'mechanisms.*\b{file}\b|"{group}": {{|\b{group}=')
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path.name not in OF_PAGES]
    assert any(named.search(path.read_text(encoding="utf-8")) for path in tests)


def test_no_two_decisions_share_a_number() -> None:
    assert list(Decision.__members__) == [d.name for d in Decision]
