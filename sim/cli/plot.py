"""Draw the figures of a finished run into DIR/figures/.

usage: govsim plot DIR [--lang en|zh|both] [--format png,svg]

  govsim plot results/demo/3ffe83c050c8
  govsim plot results/demo/3ffe83c050c8 --lang zh --format png

Response time over time, paired differences, distribution of response times, map of waiting. Place, seed, commit and
the command that makes the run again are in every file's metadata.
"""

from __future__ import annotations

from sim.cli.arguments import take_value
from sim.errors import ConfigError, Problem

FLAGS = ("--lang", "--format")


def main(args: list[str]) -> int:
    """Check what was asked, load, draw, and say which files were written."""
    from sim.report.plots import left_out, make_figures
    from sim.results import load
    from sim.writable import try_folder

    lang, formats, folders, wrong = _read(args)
    if wrong:
        raise ConfigError(wrong)
    saved = load(folders[0])
    try_folder(saved.path / "figures", "DIR")
    for path in make_figures(saved, lang, formats, names_of(saved.arms)):
        print(f"figure {path}")
    for name, why in left_out(saved).items():
        print(f"left out {name}: {why}")
    return 0


def problems(args: list[str]) -> list[Problem]:
    """Find all that is wrong with what was asked."""
    return _read(args)[-1]


def _read(given: list[str]) -> tuple[str, list[str], list[str], list[Problem]]:
    """Language, formats, folders, and all that is wrong with them."""
    from sim.report.plots import FORMATS
    from sim.report.style import LANGUAGES

    args = list(given)
    wrong = []
    lang = take_value(args, "--lang") or "en"
    if lang not in LANGUAGES:
        wrong.append(Problem("--lang", f"found {lang!r}", ", ".join(LANGUAGES)))
    formats = list(dict.fromkeys((take_value(args, "--format") or ",".join(FORMATS)).split(",")))
    for kind in formats:
        if kind not in FORMATS:
            wrong.append(Problem("--format", f"found {kind!r}", ", ".join(FORMATS)))
    if len(args) != 1:
        wrong.append(Problem("DIR", f"{len(args)} given", "one run folder, e.g. results/demo/3ffe83c050c8"))
    return lang, formats, args, wrong


def names_of(arms: list[str]) -> dict[str, str]:
    """Chinese names of arms made of levers, joined by +."""
    from sim.policies import POLICIES

    chinese = {name: lever.name_zh for name, lever in POLICIES.items()}
    return {arm: "+".join(chinese.get(lever, lever) for lever in arm.split("+")) for arm in arms if arm != "baseline"}
