"""Read records of cases that a bureau exports (CSV, TSV, XLSX, XLS); write what they say of a district.

  --out FOLDER         observations.csv, cases_report.html and import.yaml are written there (mine/)
  --map FILE           which column is what, where no preset fits: columns: {reported: 上报时间, type1: 问题类型, ...}
  --categories FILE    words of categories: category,language,words,alternative (sim/records/categories.csv is ours)
  --tz ZONE            time zone of the place, Asia/Shanghai
  --total N            cases of the platform in the window, where the file holds a part of them

Several files are read as one. Only columns that are known or mapped are parsed; no row and nothing about a person is
written. With newer records and the same --out it says what has changed since.

govsim import cases cases.csv --out mine/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from sim.cli.arguments import JSON, LANG, Asked, Flag, Takes, Words
from sim.errors import GovsimError, Problem
from sim.i18n import joined, say

OUT, MAP, CATEGORIES = Flag(("--out",), "FOLDER"), Flag(("--map",), "FILE"), Flag(("--categories",), "FILE")
ZONE, TOTAL = Flag(("--tz",), "ZONE"), Flag(("--total",), "N")
TAKES = Takes((OUT, MAP, CATEGORIES, ZONE, TOTAL, LANG, JSON), Words("FILE", 1, None, example="cases.csv"))
REPORT, OBSERVATIONS = "cases_report.html", "observations.csv"


def main(asked: Asked) -> int:
    """Import records."""
    from sim.brief.fonts import font_style
    from sim.calibration.still import words_for
    from sim.records.importing import import_cases
    from sim.records.manifest import NAME, manifest, read_manifest, same_files, written
    from sim.records.observed import rows_of, table
    from sim.records.page import page
    from sim.records.since import since
    from sim.records.summary import summary
    from sim.store.folder import replace_text
    from sim.writable import folder_problem

    flags = asked.flags
    out = Path(flags.get("--out", "mine"))
    with asked.sound() as wrong:
        total = _total(flags.get("--total"), wrong)
        if problem := folder_problem(out, "--out"):
            wrong.append(problem)
        paths = [Path(word) for word in asked.words]
        for path in paths:
            if not path.is_file():
                wrong.append(Problem(str(path), say("text.missing" if not path.exists() else "text.no_file")))
    with _unspoken():
        found = import_cases(
            paths, columns=flags.get("--map", ""), words=flags.get("--categories", ""),
            zone=flags.get("--tz", "Asia/Shanghai"), total=total, mapped=_on_the_map(out),
        )  # fmt: skip
    rows = rows_of(found.learned)
    told = manifest(found, rows)
    before = read_manifest(out)
    changed = since(before, found, rows) if before and not same_files(before, found) else None
    if rows:
        replace_text(out / OBSERVATIONS, table(rows, found.learned.kept.said))
    else:
        (out / OBSERVATIONS).unlink(missing_ok=True)  # an older one would be taken for this file's
    told_page = page(found, rows, changed)
    replace_text(out / REPORT, told_page.replace("<style>", "<style>" + font_style(told_page), 1))
    replace_text(out / NAME, written(told))
    if "--json" in flags:
        told["changed"] = None if changed is None else [
            {"measure": c.measure, "unit": c.unit, "before": c.before, "after": c.after, "sd": c.sd, "beyond": c.beyond}
            for c in changed.changes
        ]  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for line in summary(found, rows, changed):
        print(line)
    names = [*([OBSERVATIONS] if rows else []), REPORT, NAME]
    print(say("records.written", names=joined([str(out / n) for n in names])))
    fitting = words_for(out) if rows else []
    for line in fitting:  # they say what to do
        print(line)
    if not fitting:
        print(say("records.next", command=_next(out, observed=bool(rows))))
    return 0


@contextmanager
def _unspoken() -> Iterator[None]:
    """Keep the words of a fault of our own out of its report: they may hold what stands in the file."""
    try:
        yield
    except (GovsimError, OSError, MemoryError):
        raise
    except Exception as error:
        raise RuntimeError(type(error).__name__).with_traceback(error.__traceback__) from None


def _next(folder: Path, *, observed: bool) -> str:
    """What to type next."""
    place = folder / "place.yaml"
    if not place.is_file():
        return f"new-place --out {folder}"
    return f"calibrate place={place} observations={folder / OBSERVATIONS}" if observed else f"check place={place}"


def _on_the_map(folder: Path) -> dict[str, tuple[str, ...]]:
    """Names of the areas of the map that lies in a folder, by level; nothing where there is none."""
    from sim.errors import PlaceError
    from sim.geography.surveyed import read_survey

    try:
        found = read_survey(folder / "map.npz")
    except PlaceError:
        return {}
    return {"community": found.community_names, "street": found.street_names, "grid": found.grid_names}


def _total(text: str | None, wrong: list[Problem]) -> float:
    if text is None:
        return float("nan")
    try:
        total = float(text.replace(",", ""))
    except ValueError:
        total = float("nan")
    if not np.isfinite(total) or total < 1.0:
        wrong.append(Problem("--total", say("errors.found", x=repr(text)), say("records.total_allowed")))
    return total
