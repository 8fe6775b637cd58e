"""Mutants: small wrong changes of the model, each tried against the tests that mirror the changed file.

``make mutants`` draws mutants by seed, runs the mirror tests of each and prints what lived. A mutant that lives is a
mechanism that nobody would miss. Kept tools do not fit: mutmut leaves decorated functions alone, and every compiled
function is decorated; cosmic-ray edits the checkout in place and runs all tests for each mutant; neither draws a
sample by seed within a time budget.

Mutants run as plain Python (``NUMBA_DISABLE_JIT=1``), in copies of the tree. A mirror test that is too slow that way
is left out, see `pytest_collection_modifyitems`; what is spared, and why, stands in ``mutants_spared.csv``.
"""

from __future__ import annotations

import argparse
import ast
import csv
import multiprocessing
import os
import queue
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("mechanisms", "kernel", "measures", "studies", "state", "geography")
LEAVE_OUT = "GOVSIM_MUTANTS_LEAVE_OUT"
SECONDS = 2.0
"""A test may take so long (CPU time) as plain Python; one that takes longer in the unchanged tree is left out."""
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["hypothesis", "numpy", "omegaconf", "pandas", "pydantic", "pytest", "scipy.stats"])


# -- what is changed

BINARY = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
          ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}  # fmt: skip
ORDER = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
OPPOSITE = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
CALLS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "floor": "ceil", "ceil": "floor",
         "argmin": "argmax", "argmax": "argmin", "log": "exp", "cumsum": "asarray"}  # fmt: skip
DECLARATIONS = {"TypeVar", "cast"}
HINTS = {"fetch", "fetch_case", "look_ahead", "reserve", "reserve_agenda"}
"""Calls that change no answer: they ask for memory."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file."""

    path: str
    line: int
    old: str
    new: str
    text: str = field(repr=False)  # of the whole file, changed

    def __str__(self) -> str:
        old, new = (" ".join(part.split())[:90] for part in (self.old, self.new))
        return f"{self.path}:{self.line}: {old}  ->  {new}"


def changed(node: ast.AST) -> Iterator[str]:
    """Yield what might stand in place of an expression or a statement."""
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        yield f"({ast.unparse(ast.BinOp(node.left, BINARY[type(node.op)](), node.right))})"
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in ORDER:
        # a number of fate is never exactly a chance, so there only the opposite is another rule
        fate = any(
            isinstance(part, ast.Name) and (part.id.startswith("u_") or part.id in "uv") for part in ast.walk(node)
        )
        other = (OPPOSITE if fate else ORDER)[type(node.ops[0])]()
        yield f"({ast.unparse(ast.Compare(node.left, [other], node.comparators))})"
    elif isinstance(node, ast.BoolOp):
        yield f"({ast.unparse(ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not, ast.Invert)):
        yield f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        value = node.value
        new = not value if isinstance(value, bool) else value * 2 if isinstance(value, float) and value else value + 1
        yield f"({new!r})" if new == new and abs(new) < 1e300 else "0"
    elif isinstance(node, ast.Name) and node.id in CALLS and isinstance(node.ctx, ast.Load):
        yield CALLS[node.id]
    elif isinstance(node, ast.Attribute) and node.attr in CALLS:
        yield f"{ast.unparse(node.value)}.{CALLS[node.attr]}"
    elif isinstance(node, ast.IfExp):
        yield f"({ast.unparse(ast.IfExp(node.test, node.orelse, node.body))})"
    elif isinstance(node, ast.AugAssign) and type(node.op) in BINARY:
        yield "pass"
        yield ast.unparse(ast.AugAssign(node.target, BINARY[type(node.op)](), node.value))
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Attribute, ast.Subscript)):
        yield "pass"  # what is not written down
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "pass"
    elif isinstance(node, (ast.If, ast.While)) and not isinstance(node.test, (ast.BoolOp, ast.Constant)):
        yield f"not ({ast.unparse(node.test)})"


def name_of(call: ast.Call) -> str:
    """What is called, without what it belongs to."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def alive(node: ast.AST, inside: bool = False) -> Iterator[ast.AST]:
    """Yield the nodes that do something when the model runs, in the order of the text."""
    if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and name_of(node) in DECLARATIONS | HINTS):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and name_of(node.value) in HINTS:
        return
    if isinstance(node, ast.AnnAssign):  # of a declaration only what it says to do
        if node.value is not None:
            yield from alive(node.value, inside)
        return
    if inside:
        yield node
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        for child in node.body if isinstance(node, ast.FunctionDef) else [node.body]:
            yield from alive(child, True)
        return
    if isinstance(node, ast.ClassDef):
        for child in node.body:
            if isinstance(child, ast.FunctionDef):
                yield from alive(child, inside)
        return
    if not inside and isinstance(node, ast.If):  # if TYPE_CHECKING
        return
    for child in ast.iter_child_nodes(node):
        yield from alive(child, inside)


def mutants_of(path: str, spared: dict[str, list[str]]) -> tuple[list[Mutant], int]:
    """All mutants of a file, and how many are spared."""
    text = (ROOT / path).read_text(encoding="utf-8")
    lines = text.encode().splitlines(keepends=True)
    start = [0]
    for line in lines:
        start.append(start[-1] + len(line))
    found, left_out = [], 0
    for node in alive(ast.parse(text)):
        for new in changed(node):
            at: Any = node.test if isinstance(node, (ast.If, ast.While)) else node
            first, last = start[at.lineno - 1] + at.col_offset, start[at.end_lineno - 1] + at.end_col_offset
            if any(part in lines[at.lineno - 1].decode() for part in spared.get(path, ())):
                left_out += 1
                continue
            whole = text.encode()
            found.append(Mutant(
                path, at.lineno, whole[first:last].decode(), new, (whole[:first] + new.encode() + whole[last:]).decode()
            ))  # fmt: skip
    return found, left_out


def read_spared() -> dict[str, list[str]]:
    """Lines that are not changed, by file; the reasons are for people."""
    spared: dict[str, list[str]] = {}
    with (Path(__file__).with_name("mutants_spared.csv")).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            spared.setdefault(row["file"], []).append(row["line"])
    return spared


# -- which tests must notice


@cache
def mirrors(path: str) -> tuple[str, ...]:
    """Test files that mirror a file of the model; the kernel is one thing, so all of its tests are."""
    stem, room = Path(path).stem, Path(path).parent.name
    own = ROOT / "tests" / room / f"test_{stem}.py"
    found = {own} if own.exists() else set((ROOT / "tests").glob(f"*/test_{stem}.py"))
    if room == "kernel":  # its files are one machine: all its tests must notice
        found |= set((ROOT / "tests" / "kernel").glob("test_*.py"))
    return tuple(sorted(str(p.relative_to(ROOT)) for p in found))


class TooLongError(BaseException):
    """No `Exception`, so that hypothesis does not look for a smaller example that takes as long."""


def _in_time(error: type[BaseException]) -> Iterator[None]:
    def too_long(*_: object) -> None:
        raise error

    signal.signal(signal.SIGPROF, too_long)
    # a mutant may be somewhat slower; one that runs for ever is noticed
    signal.setitimer(signal.ITIMER_PROF, SECONDS if not os.environ.get(LEAVE_OUT) else 4.0 * SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Give what a test needs its seconds."""
    return (yield from _in_time(pytest.fail.Exception))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Give the test its seconds."""
    return (yield from _in_time(TooLongError))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that do not pass in time in the unchanged tree."""
    out = set(os.environ.get(LEAVE_OUT, "").split("\n"))
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in out])
    items[:] = [item for item in items if item.nodeid not in out]


# -- trying them


class Trees:
    """Copies of the tree, one for each worker."""

    def __init__(self, folder: Path, count: int) -> None:
        self.free: queue.Queue[Path] = queue.Queue()
        for k in range(count):
            tree = folder / str(k)
            for name in ("sim", "tests", "configs"):
                shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
            shutil.copy(ROOT / "pyproject.toml", tree)
            self.free.put(tree)

    @contextmanager
    def one(self) -> Iterator[Path]:
        """Lend a copy."""
        tree = self.free.get()
        try:
            yield tree
        finally:
            self.free.put(tree)


def _child(tree: Path, options: list[str], leave_out: str, told: Any) -> None:
    """Run tests in a fresh process that has imported nothing of the model."""
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    os.environ.update(NUMBA_DISABLE_JIT="1", **{LEAVE_OUT: leave_out})
    bad = Bad()
    with open(os.devnull, "w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        code = pytest.main(options, plugins=[bad])
    told.send((int(code), bad.names))


class Bad:
    """Plugin that notes which tests did not pass."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one."""
        if report.failed:
            self.names.append(report.nodeid)


def run(
    tree: Path, tests: tuple[str, ...], leave_out: str, *more: str, seconds: float = 300.0
) -> tuple[int, list[str]]:
    """Run tests as plain Python in a copy of the tree; exit code and tests that did not pass."""
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.mutants", "--tb=no", "-m",
               "not browser and not slow",
               "-W", "ignore::pytest.PytestAssertRewriteWarning", *more, *tests]  # fmt: skip
    ask, tell = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_child, args=(tree, options, leave_out, tell))
    process.start()
    tell.close()
    try:
        return ask.recv() if ask.poll(seconds) else (-1, [])
    except EOFError:  # it died
        return -1, []
    finally:
        process.kill()
        process.join()


def slow(trees: Trees, test: str) -> list[str]:
    """Tests of a file that do not pass in time in the unchanged tree."""
    with trees.one() as tree:
        code, bad = run(tree, (test,), "", seconds=1200.0)
    if code not in (0, 1, 5):
        raise RuntimeError(f"the unchanged tree cannot be tested: pytest ends with {code} on {test}")
    return bad


def lives(trees: Trees, mutant: Mutant, leave_out: str) -> bool:
    """Whether no mirror test notices a mutant."""
    tests = mirrors(mutant.path)
    if not tests:
        return True
    with trees.one() as tree:
        file = tree / mutant.path
        try:
            file.write_text(mutant.text, encoding="utf-8")
            for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
                compiled.unlink()
            return run(tree, tests, leave_out, "-x")[0] in (0, 5)
        finally:
            file.write_text((ROOT / mutant.path).read_text(encoding="utf-8"), encoding="utf-8")
            for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
                compiled.unlink()


def main() -> int:
    """Draw, try, print."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.mutants")
    parser.add_argument("files", nargs="*", help="files to change; default all of " + ", ".join(ROOMS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=100, help="mutants to try")
    parser.add_argument("--minutes", type=float, default=20.0, help="time after which no more are tried")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    said = parser.parse_args()
    files = said.files or [
        str(p.relative_to(ROOT)) for room in ROOMS for p in sorted((ROOT / "sim" / room).glob("[!_]*.py"))
    ]
    spared, population, left_out = read_spared(), [], 0
    for path in files:
        own, out = mutants_of(path, spared)
        population += own
        left_out += out
    drawn = random.Random(said.seed).sample(population, min(said.sample, len(population)))
    print(f"{len(drawn)} of {len(population)} mutants drawn with seed {said.seed}; {left_out} spared")
    end = time.monotonic() + 60.0 * said.minutes
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(said.jobs) as pool:
        trees = Trees(Path(folder), said.jobs)
        files = sorted({test for m in drawn for test in mirrors(m.path)})
        # what passes in the unchanged tree must fail in the changed one
        leave_out = dict(zip(files, pool.map(lambda test: slow(trees, test), files), strict=True))

        def outcome(m: Mutant) -> bool | None:
            left = [name for test in mirrors(m.path) for name in leave_out[test]]
            return lives(trees, m, "\n".join(left) or "none") if time.monotonic() < end else None

        tried, died = 0, 0
        for m, lived in zip(drawn, pool.map(outcome, drawn), strict=True):
            tried += lived is not None
            died += lived is False
            if lived:
                print(f"lived  {m}" + ("" if mirrors(m.path) else "  (no mirror test)"), flush=True)
            elif tried % 20 == 0:
                print(f"{died} of {tried} have died", flush=True)
    slow_ones = sum(map(len, leave_out.values()))
    print(f"{died} of {tried} died; {slow_ones} mirror tests were too slow as plain Python and left out")
    return 0 if tried and died >= 0.9 * tried else 1


if __name__ == "__main__":
    sys.exit(main())
