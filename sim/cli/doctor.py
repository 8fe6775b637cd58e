"""Check this machine: Python, packages, compiler, cores, browser view, fonts, results folder."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim.cli.arguments import Asked, Takes
from sim.counting import count

TAKES = Takes()
PYTHONS = ((3, 11), (3, 15))
"""The oldest and the newest Python that govsim is tested with."""
CORE = (
    "mesa",
    "hydra-core",
    "numpy",
    "scipy",
    "numba",
    "pydantic",
    "pyarrow",
    "pandas",
    "rich",
    "matplotlib",
)
VIZ = {"solara": "1.58.1", "ipyvuetify": "1.", "ipyvue": "1."}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def findings() -> list[tuple[bool | None, str, str]]:
    """(good, bad or neither; what; remark)."""
    oldest, newest = PYTHONS
    tested = f"{'.'.join(map(str, oldest))} to {'.'.join(map(str, newest))}"
    found: list[tuple[bool | None, str, str]] = [
        (oldest <= sys.version_info[:2] <= newest, "Python", f"{platform.python_version()} ({tested})"),
        (None, "machine", f"{platform.platform()}, {os.cpu_count()} cores"),
    ]
    for package in CORE:
        try:
            found.append((True, package, version(package)))
        except PackageNotFoundError:
            found.append(
                (
                    package == "numba" and None,
                    package,
                    "missing" + (": runs as plain Python, slowly" if package == "numba" else ""),
                )
            )
    found.append(compiled_kernel())
    for package, pin in VIZ.items():
        try:
            have = version(package)
            found.append(
                (
                    have.startswith(pin),
                    f"viz: {package}",
                    f"{have} (needs {pin}{'x' if pin.endswith('.') else ''})",
                )
            )
        except PackageNotFoundError:
            found.append((None, f"viz: {package}", "not installed (pip install 'govsim[viz]')"))
    browser = next((b for b in BROWSERS if shutil.which(b)), None)
    found.append(
        (
            True if browser else None,
            "browser for tests",
            browser or "no chromium found: browser tests cannot run",
        )
    )
    fonts = Path(__file__).parent.parent / "report" / "fonts"
    ours = sorted(p.name for p in fonts.glob("*.?tf"))
    found.append((bool(ours), "Chinese font", ", ".join(ours) or "missing"))
    found.append(
        (
            importlib.util.find_spec("git") is not None or bool(shutil.which("git")) or None,
            "git",
            shutil.which("git") or "not found",
        )
    )
    found.append((os.access(Path.cwd(), os.W_OK), "results folder", f"{Path.cwd() / 'results'}"))
    return found


def compiled_kernel() -> tuple[bool | None, str, str]:
    """Compile a tiny function and load it again, and say how the cache of compiled functions took it."""
    from sim import jit, kernel_cache

    what = "compiled kernel"
    if not jit.enabled():
        return None, what, "switched off: plain Python, same bits, a hundred times slower"
    place = kernel_cache.place()
    if place.folder is None:
        return False, what, f"works, but is made anew at every start: {place.usual} cannot be written ({place.why})"
    good, damaged = kernel_cache.verify()
    first, second = (_loaded(jit.compiled(kernel_cache.tiny)) for _ in range(2))
    if not second:
        why = kernel_cache.said.get("unkept", f"what was put into {place.folder} did not come back")
        return False, what, f"works, but is made anew at every start: {why}"
    where = f"{place.folder}, {count(good + (not first), 'function')}"
    came = "works, loaded from" if first else "works, made now and loaded again from"
    if damaged:
        came = f"works, {damaged} damaged thrown away, to be made anew, in"
    if place.why:
        return None, what, f"{came} a temporary folder, {where}: {place.usual} cannot be written ({place.why})"
    return True, what, f"{came} {where}"


def _loaded(function: Any) -> bool:
    """Call a compiled function; say whether it came from the cache."""
    function(1)
    return bool(sum(function.stats.cache_hits.values()))


def main(asked: Asked) -> int:
    """Print the findings; exit code 1 if something needed is bad."""
    from sim.cli.first_use import compile_once

    asked.refuse()
    compile_once()
    found = findings()
    for good, what, remark in found:
        print(f"  {'ok  ' if good else 'BAD ' if good is False else '    '} {what:<20} {remark}")
    bad = sum(good is False for good, _, _ in found)
    print(f"{bad} thing{'s' if bad != 1 else ''} to mend" if bad else "all that is needed is here")
    return 1 if bad else 0
