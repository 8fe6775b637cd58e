"""All that compiled functions read, also by way of other files, is hashed."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from sim.kernel_cache import HERE, sources

MAKERS = {"compiled", "allocating", "inlined", "merged"}


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def module_file(name: str, root: Path) -> Path | None:
    path = root.joinpath(*name.split("."))
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.is_file()), None)


def makes(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(d, ast.Name) and d.id in MAKERS for d in node.decorator_list
    )


def read_by(node: ast.AST) -> set[str]:
    """Names that a statement reads, those of its annotations left out."""
    noted = {
        id(inner)
        for outer in ast.walk(node)
        for note in (getattr(outer, "annotation", None), getattr(outer, "returns", None))
        if note is not None
        for inner in ast.walk(note)
    }
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and id(n) not in noted}


def names_of(node: ast.stmt) -> set[str]:
    """Names that a statement at the top of a module gives a meaning."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def reached(root: Path) -> tuple[set[Path], set[Path]]:
    """Files with compiled functions, and all files whose names these read, also by way of others."""
    able = [file for file in (root / "sim").rglob("*.py") if "sim.jit import" in file.read_text(encoding="utf-8")]
    made = [(file, node) for file in able for node in ast.walk(tree_of(file)) if makes(node)]
    having = {file for file, _ in made}
    todo = [(file, name) for file, node in made for name in read_by(node)]
    seen: set[tuple[Path, str]] = set()
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        file, name = at
        for node in tree_of(file).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sim":
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        whole = module_file(f"{node.module}.{alias.name}", root)
                        found = whole or module_file(node.module or "", root)
                        assert found is not None
                        names = set().union(*map(names_of, tree_of(found).body)) if whole else {alias.name}
                        todo += [(found, n) for n in names]
            elif name in names_of(node):
                todo += [(file, n) for n in read_by(node)]
    return having, {file for file, name in seen if any(name in names_of(node) for node in tree_of(file).body)}


def test_all_that_compiled_functions_read_is_hashed() -> None:
    having, read = reached(HERE.parent)
    hashed = {HERE / name for name in sources()}
    assert {HERE / "rng.py", HERE / "kernel" / "service.py", HERE / "geography" / "lattice.py"} <= having
    assert having - hashed == set()
    assert read - hashed == set()


def test_the_reader_of_sources_finds_a_constant_two_files_away(tmp_path: Path) -> None:
    texts = {
        "a.py": "from sim.jit import compiled\nfrom sim.b import two\n@compiled\ndef f(x):\n    return x * two",
        "b.py": "from sim.c import ONE\ndef plus(x):\n    return x + ONE\ntwo = plus(1)",
        "c.py": "ONE = 1",
        "d.py": "ONE = 2",
        "jit.py": "def compiled(function):\n    return function",
    }
    (tmp_path / "sim").mkdir()
    for name, text in texts.items():
        (tmp_path / "sim" / name).write_text(text)
    having, read = reached(tmp_path)
    assert {file.name for file in having} == {"a.py"}
    assert {file.name for file in read} == {"b.py", "c.py", "jit.py"}
