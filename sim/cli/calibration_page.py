"""Print what a calibration found: what the targets say, what they narrow, and what they do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.prose import print_prose
from sim.cli.table import figures, names, print_table
from sim.cli.table import word as word_column
from sim.cli.terminal import console, number
from sim.i18n import joined, say
from sim.validation.words import said_of

if TYPE_CHECKING:
    from sim.calibration.place import Answer

MOST_NAMED = 30
"""Inputs that a list names; the page of facts names all."""


def print_answer(answer: Answer, path: Path | None, *, quick: bool) -> None:
    """Print the page.

    Parameters
    ----------
    answer : Answer
    path : Path or None
        Where the posterior is kept; None where it was refused.
    quick : bool
    """
    out, told, by_id = console(), answer.told, {row.id: row for row in answer.rows}
    title = say("calibration.title", place=told["place"], n=len(told["fit"]))
    head = [
        word_column(say("validate.id")), names(say("calibration.target")), figures(say("calibration.seen")),
        figures("5 %"), figures("50 %"), figures("95 %"), figures("z"), figures(say("calibration.error"), spare=1),
        word_column(say("calibration.remark"), spare=2),
    ]  # fmt: skip
    print_table(out, title, head, [_target(one, said_of(by_id[one["id"]])) for one in told["fit"]])
    if told["skipped"]:
        left = joined([said_of(by_id[name]) for name in told["skipped"]])
        print_prose(out, say("calibration.skipped", names=left))
    out.print()
    waves = joined(
        [say("calibration.wave", n=w["points"], share=100.0 * (1.0 - w["not_ruled_out"])) for w in told["waves"]]
    )
    print_prose(out, say("calibration.waves", screened=len(told["screened"]), n=told["inputs"], waves=waves))
    narrowed = told["narrowing"]
    print_prose(out, say("calibration.narrowed", n=len(narrowed)))
    for key, ratio in narrowed.items():
        print_prose(out, f"  {key}  {ratio:.2f}")
    kept = told["not_narrowed"]
    known = [key for key in told["screened"] if key in kept]
    shown = [*known, *(key for key in kept if key not in known)][:MOST_NAMED]
    print_prose(out, say("calibration.kept", n=len(kept), names=joined(shown), rest=len(kept) - len(shown)))
    test = told["self_test"]
    print_prose(
        out,
        say(
            "calibration.test", n=test["truths"], half=100.0 * test["coverage"]["0.5"],
            most=100.0 * test["coverage"]["0.9"], least=100.0 * test["least_at_90"],
        ),
    )  # fmt: skip
    print_prose(out, say("calibration.size", n=told["effective_size"]))
    if path is not None:
        print_prose(out, say("calibration.kept_in" if not quick else "calibration.trial", path=path))


def _target(told: dict[str, Any], title: str) -> list[str]:
    middle = told.get("simulator", {})
    quantiles = [number(middle[share]) if share in middle else "-" for share in ("0.05", "0.5", "0.95")]
    remark = say("calibration.flagged") if told["flagged"] else ""
    z = f"{told['z']:+.1f}" if "z" in told else "-"
    return [
        told["id"],
        title,
        number(told["value"]),
        *quantiles,
        z,
        f"{told['emulator_error'] / told['tolerance']:.2f}",
        remark,
    ]
