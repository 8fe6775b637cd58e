"""Finds which module of ``sim`` writes which column, by reading the sources; see ``tests/house/test_writers.py``.

Python and compiled code are read alike. A write is an assignment (also ``+=``) to a column, to some of its rows or to
a field of a record: ``cases.status[case] = ...``, ``row["fen"] += ...``, ``world.today.paid = ...``; a call that writes
(``np.add.at``, ``out=``, ``fill``, ``append`` ...); or handing a column to a function that writes what it is given,
which counts as that function's. What a name stands for is followed through assignments; parameters of functions are
known by their annotation or, in compiled code, by their name (``cases``, ``desks``, ``world`` ...). A write to
something that has the name of a column but cannot be followed is reported, so that nothing hides behind another name.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

from sim.state.agenda import FUND_SPEC, SILENT_SPEC, AgendaCols, Count
from sim.state.cases import Cases
from sim.state.day import Sums, Today
from sim.state.desks import Desks, Offices, Routes
from sim.state.incidents import Witnesses
from sim.state.map import Map
from sim.state.money import Money
from sim.state.opinion import OPINION_SPEC
from sim.state.people import People, Rota
from sim.state.residents import Residents
from sim.state.staff import Members, PropertyFirms, Staff
from sim.state.table import By
from sim.state.world import World

SIM = Path(__file__).parents[1] / "sim"
SPECS: dict[str, Any] = {
    "residents": Residents.SPEC, "staff": Staff.SPEC, "firms": PropertyFirms.SPEC, "desks": Desks.SPEC,
    "members": Members.SPEC, "cases": Cases.SPEC, "funds": FUND_SPEC, "silent": SILENT_SPEC, "opinion": OPINION_SPEC,
}  # fmt: skip
RECORDS: dict[str, Any] = {
    "world": World, "map": Map, "people": People, "rota": Rota, "witnesses": Witnesses, "offices": Offices,
    "routes": Routes, "money": Money,
    "today": Today, "sums": Sums, "agenda": AgendaCols, "counts": Count,
}  # fmt: skip
PARTS = {*SPECS, *RECORDS}
"""What columns belong to."""
OF_TYPE = {"World": "world", "AgendaCols": "agenda", "LeverCost": ("money", "costs"), "PropertyFirms": "firms"} | {
    name: name.lower() for name in ("Map", "People", "Rota", "Witnesses", "Offices", "Routes", "Money", "Today", "Sums",
                                    "Residents", "Staff", "Desks", "Cases")
}  # fmt: skip
BY_NAME = {*SPECS, "world", "agenda", "work", "counts"}
"""Parameters that are what their name says, without an annotation."""
SAME = {"asarray", "ascontiguousarray", "handed", "view", "reshape", "ravel", "_raw"}
"""Calls that give the same memory."""
WRITE = {
    "fill",
    "sort",
    "append",
    "update",
    "setdefault",
    "pop",
    "clear",
    "extend",
    "insert",
    "move",
    "partition",
    "put",
}
"""Methods that write what they belong to."""

Scope = tuple[dict[str, tuple[str, str]], dict[str, str]]
"""What is imported in a module, and its names for places of `Count`."""
Value = Any
"""What an expression stands for: a part; (part, column); the number of a parameter; None if it is something else."""


def declared() -> dict[tuple[str, str], str]:
    """List the writer of every column and field: {(part, column): module}."""
    found = {(part, column): spec[2] for part, specs in SPECS.items() for column, spec in specs.items()}
    for part, kind in RECORDS.items():
        hints = get_type_hints(kind, localns={"Settings": object}, include_extras=True)
        for name, hint in hints.items():
            for note in getattr(hint, "__metadata__", ()):
                if isinstance(note, By):
                    found[part, name] = note.module
    return found


def _columns() -> dict[str, set[str]]:
    found = {part: set(spec) for part, spec in SPECS.items()}
    for part, kind in RECORDS.items():
        found[part] = set(kind.__annotations__) | ({f.name for f in fields(kind)} if is_dataclass(kind) else set())
    return found


COLUMNS = _columns()
NAMES = {name for part, names in COLUMNS.items() if part != "world" for name in names}


@dataclass
class Function:
    """One function of ``sim``, and which of its parameters it writes."""

    module: str
    node: Any
    names: list[str]
    method: bool
    given: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # parameter -> modules that write it


@dataclass
class Found:
    """What was found: by column the places that write it; by table those that make rows; what could not be followed."""

    writes: dict[tuple[str, str], set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))
    makers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unknown: set[tuple[str, int, str]] = field(default_factory=set)

    def writers(self, part: str, column: str) -> set[str]:
        """Modules that write a column, also with the whole row."""
        return {module for key in ((part, column), (part, "*")) for module, _ in self.writes.get(key, ())}


def sources(root: Path = SIM) -> dict[str, ast.Module]:
    """Read all modules of ``sim``."""
    return {
        ".".join(path.relative_to(root).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
        for path in sorted(root.rglob("*.py"))
    }


def find(trees: dict[str, ast.Module]) -> Found:
    """Find all writes in the modules; {name below ``sim``: tree}."""
    known = {module: dict(_functions(module, tree)) for module, tree in trees.items()}
    scopes = {module: (_imports(tree), _places(tree)) for module, tree in trees.items()}
    found = Found()
    size = -1
    # what a function does with its parameters is known only when those that it calls have been read
    while size != (size := sum(len(f.given[i]) for own in known.values() for f in own.values() for i in list(f.given))):
        found = Found()
        for module, own in known.items():
            for function in own.values():
                _Reader(module, function, known, scopes[module], found).read()
    return found


def _functions(module: str, tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Function]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            args = node.args
            names = [a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
            yield node.name, Function(module, node, names, method=bool(inside))
            yield from _functions(module, node)
        elif isinstance(node, ast.ClassDef):
            yield from _functions(module, node, node.name)


def _places(tree: ast.Module) -> dict[str, str]:
    """Names of places of `Count` in a module, such as ``_OPEN = Count.OPEN``: {name or expression: place}."""
    found = {f"Count.{name}": name for name in COLUMNS["counts"]}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = value.elts if isinstance(value, ast.Tuple) else [value]
            for name, part in zip(names, values, strict=False):
                if ast.unparse(part) in found:
                    found[ast.unparse(name)] = found[ast.unparse(part)]
    return found


def _imports(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Names imported from ``sim``: {name here: (module, name there)}; a module itself has "" there."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sim":
            module = (node.module or "").removeprefix("sim").removeprefix(".")
            for alias in node.names:
                found[alias.asname or alias.name] = (module, alias.name)
    return found


class _Reader:
    """Reads one function, statement by statement."""

    def __init__(
        self, module: str, function: Function, known: dict[str, dict[str, Function]], scope: Scope, found: Found
    ) -> None:  # fmt: skip
        self.module, self.function, self.known, self.found = module, function, known, found
        self.imports, self.places = scope
        self.names: dict[str, Value] = {}
        args = function.node.args
        for i, arg in enumerate((*args.posonlyargs, *args.args, *args.kwonlyargs)):
            kind = arg.annotation
            kind = OF_TYPE.get(ast.unparse(kind).strip("\"'").split(" | ")[0]) if kind is not None else None
            self.names[arg.arg] = kind or (
                arg.arg if arg.arg in BY_NAME else ("rules", "*") if arg.arg == "rules" else i
            )

    def read(self) -> None:
        """Read the body in order."""
        for statement in self.function.node.body:
            self.statement(statement)

    def statement(self, node: ast.AST) -> None:
        """Read a statement and those in it."""
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                self.assign(target, node.value, isinstance(node, ast.AugAssign))
        elif isinstance(node, ast.For):
            self.assign(node.target, None, False)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.NamedExpr):
                self.assign(child.target, child.value, False)
            if isinstance(child, ast.Call):
                self.call(child)
            self.statement(child)

    def assign(self, target: ast.expr, value: ast.expr | None, adds: bool) -> None:
        """Note a write, or what a name stands for from now on."""
        if isinstance(target, (ast.Tuple, ast.List)):
            parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [None] * len(target.elts)
            for part, its in zip(target.elts, parts, strict=False):
                self.assign(part, its, adds)
        elif isinstance(target, ast.Name):
            if adds:
                self.write(self.names.get(target.id), target)
            else:
                self.names[target.id] = None if value is None else self.alias(value)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, None, adds)
        else:
            self.write(self.value(target), target)

    def alias(self, value: ast.expr) -> Value:
        """Say what a name stands for: an element or a choice of rows is a copy, a slice is not."""
        meant = self.value(value)
        of = self.value(value.value) if isinstance(value, ast.Subscript) else None
        if isinstance(value, ast.Subscript) and (isinstance(of, tuple) or of == "counts"):
            if isinstance(value.slice, ast.Constant) and isinstance(value.slice.value, str):
                return meant
            return meant if any(isinstance(part, ast.Slice) for part in ast.walk(value.slice)) else None
        return meant

    def value(self, node: ast.expr) -> Value:
        """Say what an expression stands for."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.Attribute):
            return "world" if node.attr == "world" else self.member(self.value(node.value), node.attr)
        if isinstance(node, ast.Subscript):
            of = self.value(node.value)
            if of == "counts":
                return of, self.places.get(ast.unparse(node.slice), "*")
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                return self.member(of, node.slice.value) if isinstance(of, str) else of
            return (of, "*") if isinstance(of, str) and of in SPECS else of
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "memory":
                return "memory", "*"
            if name in SAME:
                own = node.func.value if isinstance(node.func, ast.Attribute) else None
                of = self.value(own) if own is not None else None
                return of if of is not None else self.value(node.args[0]) if node.args else None
            function = self.called(node)
            if function is not None and function.node.returns is not None:
                return OF_TYPE.get(ast.unparse(function.node.returns))
        return None

    @staticmethod
    def member(of: Value, name: str) -> Value:
        """Say what ``of.name`` stands for."""
        if of == "agenda" and name == "counts":
            return name
        if of == "work":
            return (
                name if name in SPECS or name == "agenda" else ("routes", name) if name in COLUMNS["routes"] else None
            )
        if of in ("world", "work") and name == "rules":
            return name, "*"
        if isinstance(of, tuple):
            return (of[0], name) if of[1] == "*" and name in COLUMNS.get(of[0], ()) else of
        if isinstance(of, str):
            if name in ("rows", "table") and of in SPECS:
                return of
            if name in PARTS and name in COLUMNS[of] and of in ("world", "agenda"):
                return name
            return (of, name) if name in COLUMNS[of] else None
        return None

    def write(self, meant: Value, node: ast.expr) -> None:
        """Note that something is written."""
        if isinstance(meant, int):
            if not isinstance(node, ast.Attribute):
                self.function.given[meant].add(self.module)
        elif isinstance(meant, str):
            if meant in ("world", "work"):
                return  # who looks at a world does not write it
            # a record or a table is put in its place as a whole
            self.found.writes["world" if meant in COLUMNS["world"] else "agenda", meant].add((self.module, node.lineno))
        elif meant is not None:
            self.found.writes[meant].add((self.module, node.lineno))
        if meant is None or isinstance(meant, int):
            name = next((_name(part) for part in _chain(node) if _name(part) in NAMES), None)
            if name is not None:
                self.found.unknown.add((self.module, node.lineno, ast.unparse(node)))

    def called(self, node: ast.Call) -> Function | None:
        """Find the function of ``sim`` that is called."""
        func = node.func
        if isinstance(func, ast.Name):
            module, name = self.imports.get(func.id, (self.module, func.id))
            return self.known.get(module, {}).get(name)
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            if func.value.id == "self":
                return self.known[self.module].get(func.attr)
            package, name = self.imports.get(func.value.id, ("", ""))
            return self.known.get(f"{package}.{name}".strip("."), {}).get(func.attr)
        return None

    def call(self, node: ast.Call) -> None:
        """Note what a call writes, and whose rows it makes."""
        func = node.func
        if isinstance(func, ast.Attribute):
            on = self.value(func.value)
            if func.attr in WRITE and isinstance(on, tuple):
                self.write(on, func.value)
            if func.attr == "add" and on in SPECS:
                self.found.makers[on].add(self.module)
            if ast.unparse(func).startswith("np.") and func.attr in ("at", "copyto", "put", "place") and node.args:
                self.write(self.value(node.args[0]), node.args[0])
        for keyword in node.keywords:
            if keyword.arg == "out":
                self.write(self.value(keyword.value), keyword.value)
        function = self.called(node)
        if function is None:
            return
        skip = int(function.method)
        handed = [(i + skip, arg) for i, arg in enumerate(node.args)]
        handed += [(function.names.index(k.arg), k.value) for k in node.keywords if k.arg in function.names]
        for i, arg in handed:
            for module in sorted(function.given.get(i, ())):
                meant = self.alias(arg)
                if isinstance(meant, int):
                    self.function.given[meant].add(module)
                elif isinstance(meant, tuple):
                    self.found.writes[meant].add((module, function.node.lineno))


def _chain(node: ast.expr) -> Iterator[ast.expr]:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        yield node
        node = node.value


def _name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return None if isinstance(node.value, ast.Name) and node.value.id == "self" else node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        return node.slice.value
    return None
