"""Functions of the model can be read: few arguments, few lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "sim"
ROOMS = ("kernel", "mechanisms", "state", "measures", "policies")
COMPILED = {"compiled", "allocating", "merged", "inlined"}
ARGUMENTS, COMPILED_ARGUMENTS, LINES = 8, 10, 60


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield f"{file.relative_to(ROOT)}: {node.name}", node


def too_wide(node: ast.FunctionDef) -> bool:
    marks = {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}
    said = node.args
    count = len(said.posonlyargs) + len(said.args) + len(said.kwonlyargs)
    return count > (COMPILED_ARGUMENTS if marks & COMPILED else ARGUMENTS)


def too_long(node: ast.FunctionDef) -> bool:
    return (node.end_lineno or 0) - node.lineno + 1 > LINES


def test_no_function_of_the_model_takes_too_much() -> None:
    found = list(functions())
    assert len(found) > 300
    assert [name for name, node in found if too_wide(node)] == []


def test_no_function_of_the_model_is_too_long() -> None:
    assert [name for name, node in functions() if too_long(node)] == []


@pytest.mark.parametrize(("mark", "count", "wide"), [("", 8, False), ("", 9, True), ("@merged\n", 10, False)])
def test_a_wide_function_is_found(mark: str, count: int, wide: bool) -> None:
    arguments = ", ".join(f"a{k}" for k in range(count))
    node = ast.parse(f"{mark}def f({arguments}): pass").body[0]
    assert isinstance(node, ast.FunctionDef)
    assert too_wide(node) == wide
