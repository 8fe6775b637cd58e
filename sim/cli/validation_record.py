"""Write the tables of ``sim/VALIDATION.md`` from what was kept of validations and calibrations: ``make docs``.

A module of its own and no command. It reads ``results/curated/validation/PLACE.json`` (`govsim validate --json`) and
``configs/posterior/PLACE.json``; `make validation` makes the first anew. A test compares the page with them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.calibration.chapter import chapter
from sim.config.place_files import config_dir

PAGE = Path(__file__).parents[1] / "VALIDATION.md"
KEPT = Path(__file__).parents[2] / "results" / "curated" / "validation"
BEGIN, END = "<!-- made by make docs: begin -->", "<!-- made by make docs: end -->"
POOLED = {"0.5": (0.46, 0.54), "0.9": (0.87, 0.93)}
LEAST_INPUT = 0.78
LEAST_ROWS, OF = 9, 12
GAIN, WORSE = 0.10, 1.0 / 3.0
WITHIN = (0.90, 0.98)
"""What is asked for in the table of acceptance."""

Kept = Mapping[str, Any]


def kept() -> dict[str, tuple[Kept, Kept | None]]:
    """Validation and, where there is one, calibration of each place that has a file."""
    found: dict[str, tuple[Kept, Kept | None]] = {}
    for path in sorted(KEPT.glob("*.json")):
        other = config_dir() / "posterior" / path.name
        fitted = json.loads(other.read_text(encoding="utf-8")) if other.is_file() else None
        found[path.stem] = json.loads(path.read_text(encoding="utf-8")), fitted
    return found


def tables(places: Mapping[str, tuple[Kept, Kept | None]]) -> str:
    """All tables: what is asked for and what came, and the cards of each place."""
    lines: list[str] = []
    for place, (told, fitted) in places.items():
        source = told["posterior"] or "the prior"
        lines += [f"### {place}", "", f"{told['draws']} districts drawn from {source}, {told['days']} days.", ""]
        lines += _table(("what is asked", "asked", "found", "holds"), acceptance(told, fitted))
        lines += _table(("pattern", "found", "allowed", "shown"), _patterns(told["patterns"]))
        lines += _table(
            ("row", "figure", "seen", "5 %", "50 %", "95 %", "z", "role", "verdict"),
            _cards(told["cards"], "fitted" if told["posterior"] else "target"),
        )
        lines += chapter(fitted) if fitted is not None else []
        missed = [row["id"] for row in told["cards"] if row["verdict"] == "misses"]
        lines += [f"Misses: {', '.join(missed) or 'none'}.", ""]
    return "\n".join(lines)


def acceptance(told: Kept, fitted: Kept | None) -> list[Sequence[str]]:
    """Rows of the table of acceptance."""
    rows: list[Sequence[str]] = []
    good = sum(check["holds"] for check in told["oracles"])
    rows.append(_row("oracles", "all", f"{good} of {len(told['oracles'])}", good == len(told["oracles"])))
    shown = sum(check["holds"] for check in told["patterns"])
    rows.append(_row("patterns", "soft", f"{shown} of {len(told['patterns'])}", None))
    if fitted is None:
        rows.append(_row("calibration", "self-test of 100 truths", "none here", None))
    else:
        rows += _of_calibration(fitted)
    scores = told["scores"]
    n = scores["rows"]
    share = LEAST_ROWS / OF
    rows.append(_row("predicted and blind rows in the 90 %", f">= {share:.0%}", f"{scores['in_90']} of {n}",
                     scores["in_90"] >= share * n if n >= OF else None))  # fmt: skip
    rows.append(_row("the same in the 50 %", "25 to 75 %", f"{scores['in_50']} of {n}",
                     0.25 * n <= scores["in_50"] <= 0.75 * n if n >= OF else None))  # fmt: skip
    gain = scores["gain"]
    if gain is None:
        rows.append(_row("CRPS against the prior predictive", f"{GAIN:.0%} better", "no posterior", None))
    else:
        rows.append(_row("CRPS against the prior predictive", f"{GAIN:.0%} better", f"{gain:.0%} better", gain >= GAIN))
        rows.append(_row("rows on which it is worse", "a third", f"{scores['worse']} of {n}",
                         scores["worse"] <= WORSE * n))  # fmt: skip
    return rows


def _of_calibration(fitted: Kept) -> Iterator[Sequence[str]]:
    test = fitted["self_test"]
    for inside, (low, high) in POOLED.items():
        share = test["coverage"].get(inside)
        if share is not None:
            yield _row(f"self-test, {float(inside):.0%}, pooled ({test['truths']} truths)", f"{low:.0%} to {high:.0%}",
                       f"{share:.0%}", low <= share <= high)  # fmt: skip
    least = test["least_at_90"]
    yield _row("self-test, worst input at 90 %", f">= {LEAST_INPUT:.0%}", f"{least:.0%}", least >= LEAST_INPUT)
    wrong = [one["id"] for one in fitted["fit"]
             if one["emulator_error"] > 0.5 * one["tolerance"] and not one["flagged"]]  # fmt: skip
    yield _row("emulators worse than half of the tolerance are flagged", "all", ", ".join(wrong) or "all", not wrong)
    off = [one["id"] for one in fitted["fit"] if not WITHIN[0] <= one["emulator_within_2sd"] <= WITHIN[1]]
    yield _row("emulators within 2 sd", "90 to 98 %", ", ".join(off) or "all", not off)


def _row(what: str, asked: str, found: str, holds: bool | None) -> Sequence[str]:
    return what, asked, found, "-" if holds is None else "yes" if holds else "**no**"


def _patterns(checks: Sequence[Kept]) -> list[Sequence[str]]:
    return [(c["said"], figure(c["found"]), c["allowed"], "yes" if c["holds"] else "**no**") for c in checks]


def _cards(rows: Sequence[Kept], fitted: str) -> list[Sequence[str]]:
    role = {"fit": fitted, "predict": "predicted"}
    return [
        (row["id"], f"{row['measure'].replace('_', ' ')} ({row['unit']})", figure(row["value"]),
         *(figure(row["quantiles"][q]) for q in ("5", "50", "95")), figure(row["z"]), role[row["role"]], row["verdict"])
        for row in rows
    ]  # fmt: skip


def figure(value: float | None) -> str:
    """Write a number with three figures."""
    return "-" if value is None or not math.isfinite(value) else f"{value:.3g}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    marks = ["---"] * len(heads)
    return [
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in (heads, marks, *rows)),
        "",
    ]


def page(text: str) -> str:
    """Put the tables into the page, between their marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables(kept())}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
