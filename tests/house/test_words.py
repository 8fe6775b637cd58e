"""A person reads of levers; `policy` and `policies` are keys (see MODEL.md, 7.12)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import sim

ROOT = Path(sim.__file__).parent
KEYS = ("policy", "policies", "policies.", "Policy", "content-security-policy")  # the last is a header of HTTP
# As a key: alone, before or after a dot or an underscore, before "=", after "list ", or in a path.
STRAY = re.compile(r"(?<![./_\w])(?<!list )polic(?:y|ies)(?![=/_\w]|\.\w)", re.IGNORECASE)


def strays(source: str) -> list[str]:
    """Find texts that speak of policies where they mean levers; docstrings, which may name arguments, apart."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    doc = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, documented) and isinstance(n.body[0], ast.Expr)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in doc]
    return [text for text in texts if isinstance(text, str) and text.strip() not in KEYS and STRAY.search(text)]


def test_what_the_model_says_speaks_of_levers() -> None:
    files = sorted(ROOT.rglob("*.py"))
    assert len(files) > 100
    found = {file.name: strays(file.read_text(encoding="utf-8")) for file in files}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("only the model and its policies change it", True),
        ("a small place with two policies.", True),
        ("policies.whistle.share=0.2", False),
        ("policy=[whistle]", False),
        ("policy", False),
        ("govsim list policies", False),
    ],
)
def test_a_stray_word_is_found(text: str, stray: bool) -> None:
    assert bool(strays(f"say({text!r})")) == stray
    assert strays(f"{text!r}") == []  # a docstring
