"""The page that teaches how to write a lever is true: its lever and its tests run."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from sim.parameters.param import describe, problems_of_declaration
from sim.policies import POLICIES, base
from tests.house import test_names as house

PAGE = Path(base.__file__).with_name("WRITING.md").read_text(encoding="utf-8")
LEVER, TESTS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def load(name: str, source: str, folder: Path) -> ModuleType:
    path = folder / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def lever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[base.Policy]]:
    """The page's lever, on the list for as long as these tests last."""
    made = load("night_patrol", LEVER, tmp_path_factory.mktemp("lever")).NightPatrol
    POLICIES["night_patrol"] = made
    yield made
    del POLICIES["night_patrol"]
    del sys.modules["night_patrol"]


def test_the_lever_is_short_and_declared_in_full(lever: type[base.Policy]) -> None:
    body = LEVER[LEVER.index("class NightPatrol") :]
    code = [line for line in body.splitlines() if line.strip() and "#" not in line.strip()[:1]]
    assert len(code) <= 40
    assert dataclasses.is_dataclass(lever)
    assert problems_of_declaration(describe("policies.night_patrol", lever)) == []


def test_it_keeps_the_rules_of_the_house(lever: type[base.Policy]) -> None:
    house.test_a_lever_tells_what_it_does_and_how_it_fails("night_patrol")
    assert len(lever.story_zh) > 20


@pytest.mark.parametrize("test", re.findall(r"def (test_\w+)", TESTS))
def test_its_tests_pass(lever: type[base.Policy], test: str, tmp_path: Path) -> None:
    getattr(load("night_patrol_tests", TESTS, tmp_path), test)()


def test_its_tests_can_fail(lever: type[base.Policy], tmp_path: Path) -> None:
    idle = LEVER.replace('world.rules["patrol_hours"].add(posts, self.hours_a_night)', "del posts")
    assert idle != LEVER
    POLICIES["night_patrol"] = load("night_patrol_idle", idle, tmp_path).NightPatrol
    try:
        with pytest.raises(AssertionError):
            load("night_patrol_tests", TESTS, tmp_path).test_guards_find_what_nobody_told_of()
    finally:
        POLICIES["night_patrol"] = lever
