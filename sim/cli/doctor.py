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

from sim.cli.arguments import LANG, Asked, Takes
from sim.fold import cells
from sim.i18n import say

TAKES = Takes((LANG,))
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
    ends = {"oldest": ".".join(map(str, oldest)), "newest": ".".join(map(str, newest))}
    tested = say("doctor.tested", version=platform.python_version(), **ends)
    system = say("doctor.system", system=platform.platform(), cores=os.cpu_count())
    found: list[tuple[bool | None, str, str]] = [
        (oldest <= sys.version_info[:2] <= newest, "Python", tested),
        (None, say("doctor.machine"), system),
    ]
    for package in CORE:
        try:
            found.append((True, package, version(package)))
        except PackageNotFoundError:
            numba = package == "numba"
            found.append((numba and None, package, say("doctor.plain_python" if numba else "doctor.missing")))
    found.append(compiled_kernel())
    for package, pin in VIZ.items():
        try:
            have, wanted = version(package), f"{pin}{'x' if pin.endswith('.') else ''}"
            found.append(
                (have.startswith(pin), say("doctor.viz", package=package), say("doctor.needs", have=have, pin=wanted))
            )
        except PackageNotFoundError:
            found.append((None, say("doctor.viz", package=package), say("doctor.not_installed")))
    browser = next((b for b in BROWSERS if shutil.which(b)), None)
    found.append(
        (
            True if browser else None,
            say("doctor.browser"),
            browser or say("doctor.no_browser"),
        )
    )
    fonts = Path(__file__).parent.parent / "report" / "fonts"
    ours = sorted(p.name for p in fonts.glob("*.?tf"))
    found.append((bool(ours), say("doctor.font"), ", ".join(ours) or say("doctor.missing")))
    found.append(
        (
            importlib.util.find_spec("git") is not None or bool(shutil.which("git")) or None,
            "git",
            shutil.which("git") or say("doctor.not_found"),
        )
    )
    found.append((os.access(Path.cwd(), os.W_OK), say("doctor.results"), f"{Path.cwd() / 'results'}"))
    return found


def compiled_kernel() -> tuple[bool | None, str, str]:
    """Compile a tiny function and load it again, and say how the cache of compiled functions took it."""
    from sim import jit, kernel_cache

    what = say("doctor.kernel")
    if not jit.enabled():
        return None, what, say("doctor.off")
    place = kernel_cache.place()
    if place.folder is None:
        return False, what, say("doctor.unwritable", folder=place.usual, why=place.why)
    good, damaged = kernel_cache.verify()
    first, second = (_loaded(jit.compiled(kernel_cache.tiny)) for _ in range(2))
    if not second:
        why = kernel_cache.said.get("unkept", say("doctor.lost", folder=place.folder))
        return False, what, say("doctor.anew", why=why)
    where = say("doctor.where", folder=place.folder, n=good + (not first))
    if place.why:
        where = say("doctor.temporary", where=where, usual=place.usual, why=place.why)
    key = "doctor.damaged" if damaged else "doctor.loaded" if first else "doctor.made"
    return None if place.why else True, what, say(key, where=where, damaged=damaged)


def _loaded(function: Any) -> bool:
    """Call a compiled function; say whether it came from the cache."""
    function(1)
    return bool(sum(function.stats.cache_hits.values()))


def _wide(text: str, width: int) -> str:
    """Fill a text up with spaces."""
    return text + " " * (width - cells(text))


def main(asked: Asked) -> int:
    """Print the findings; exit code 1 if something needed is bad."""
    from sim.cli.first_use import compile_once

    asked.refuse()
    compile_once()
    found = findings()
    for good, what, remark in found:
        mark = say("doctor.ok") if good else say("doctor.bad") if good is False else ""
        print(f"  {_wide(mark, 4)} {_wide(what, 20)} {remark}")
    bad = sum(good is False for good, _, _ in found)
    print(say("doctor.to_mend", n=bad) if bad else say("doctor.all_here"))
    return 1 if bad else 0
