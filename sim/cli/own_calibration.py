"""Tell of a calibration to somebody's own observations: before it what they can move, afterwards what they did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.prose import print_prose
from sim.cli.table import figures, names, print_table
from sim.cli.table import word as word_column
from sim.cli.terminal import console, number
from sim.i18n import Bilingual, joined, say, word
from sim.show.did import called
from sim.studies.posterior import own_test_of
from sim.validation.reliance import uses
from sim.validation.words import said_of

if TYPE_CHECKING:
    from sim.calibration.own import Sorted
    from sim.calibration.place import Answer


def print_before(found: Sorted, groups: list[str], lives: tuple[int, int], jobs: int) -> None:
    """Say what is used, what is not and why, what can move, and how long it takes.

    Parameters
    ----------
    found : Sorted
    groups : list of str
        Mechanisms that have inputs.
    lives : (int, int)
        Fewest and most lives.
    jobs : int
        Lives at a time.
    """
    from sim.calibration.own import movable

    out = console()
    place = found.config.place.name
    print_prose(out, say("own.used", n=len(found.used), place=place, names=_rows(found.used)))
    if found.held:
        print_prose(out, say("own.held", n=len(found.held), names=_rows(found.held)))
    for row, why in found.aside:
        print_prose(out, say("own.aside", id=row.id, what=said_of(row), why=why), hang=2)
    yes, no = movable((*found.used, *found.held), groups)
    can, cannot = (joined([word("rooms", group) for group in some]) or say("own_place.none") for some in (yes, no))
    print_prose(out, say("own.can_move", names=can))
    print_prose(out, say("own.cannot_move", names=cannot))
    low, high = (found.life_cpu_s * n for n in lives)
    spent = _time(high / jobs) if low == high else say("own.to", low=_time(low / jobs), high=_time(high / jobs))
    print_prose(out, say("own.time", one=found.life_cpu_s, lives=lives[1], spent=spent, jobs=jobs))
    out.print()


def print_after(answer: Answer, path: Path | None) -> None:
    """Print what the observations said, from the page of facts.

    Parameters
    ----------
    answer : Answer
    path : Path or None
        Where the posterior is kept; None where it was refused.
    """
    out, own = console(), answer.told["own"]
    head = [
        word_column(say("validate.id")), names(say("own.observation")), figures(say("calibration.seen")),
        figures(say("own.sd")), figures(say("own.before")), figures(say("own.after")), figures("5 %"), figures("95 %"),
        word_column(say("own.verdict"), spare=2),
    ]  # fmt: skip
    by_id = {row["id"]: row for row in own["rows"]}
    print_table(out, say("own.title", place=answer.told["place"]), head, [_line(row) for row in own["rows"]])
    for id_ in own["flat"]:
        print_prose(out, say("own.flat", id=id_), hang=2)
    out.print()
    moved = own["moved"]
    if moved:
        head = [names(say("own.input")), *(figures(say(key)) for key in ("own.before", "own.after")),
                figures("5 %"), figures("95 %"), figures(say("own.narrower"))]  # fmt: skip
        shown = [
            [Bilingual(one["key"], called(one["key"]).zh),
             *map(number, (one["prior"][1], one["posterior"][1], one["posterior"][0], one["posterior"][2])),
             f"{100.0 * one['narrower']:.0f} %"]
            for one in moved
        ]  # fmt: skip
        print_table(out, say("own.moved", n=len(moved)), head, shown)
    print_prose(out, say("own.as_before", n=own["as_before"]))
    alone = [one["id"] for one in own["conflicts"] if not one["with"]]
    for one in own["conflicts"]:
        if one["with"]:
            key = "own.conflict" if one["with"] in by_id else "own.conflict_public"
            print_prose(out, say(key, id=one["id"], other=one["with"]))
    if alone:
        print_prose(out, say("own.out_of_reach", id=joined(alone)))
    test, verdict = answer.told["self_test"], own["verdict"]
    out.print()
    print_prose(out, say("own.self_test", n=test["truths"], most=100.0 * test["coverage"]["0.9"]))
    size = answer.told["effective_size"]
    print_prose(out, _verdict(verdict))
    print_prose(out, uses(own_test_of(own["rows"]), size) if verdict["usable"] else say("own.not_usable", n=size))
    if path is not None:
        if answer.told.get("trial"):
            print_prose(out, say("own.trial"))
        print_prose(out, say("own.kept_in", path=path))


def _verdict(verdict: dict[str, Any]) -> Bilingual:
    parts = [say("own.verdict_fits", fits=verdict["fits"], of=verdict["of"])]
    if not verdict["of"]:
        parts = [say("own.verdict_none")]
    if verdict["held"]:
        parts.append(say("own.verdict_predicted", n=verdict["predicted"], of=verdict["held"]))
    return joined(parts, " ")


def _line(row: dict[str, Any]) -> list[str]:
    before, after = row.get("before"), row.get("after")
    state = "own.fits" if row["fits"] else "own.misses" if after else "own.silent_now"
    said = say(state) if row["role"] == "fit" else say("own.only_predicted", what=say(state))
    cells = (
        [number(before["0.5"]), *(number(after[q]) for q in ("0.5", "0.05", "0.95"))] if before and after else ["-"] * 4
    )
    return [row["id"], _measure(row), number(row["value"]), number(row["sd"]), *cells, said]


def _measure(row: dict[str, Any]) -> Bilingual:
    from sim.observations.table import Observation

    return said_of(Observation(row["id"], row["measure"], row["value"], row["unit"], row["sd"], area=row["area"]))


def _rows(rows: Any) -> Bilingual:
    return joined([Bilingual(f"{row.id} {said_of(row).en}", f"{row.id}{said_of(row).zh}") for row in rows], "; ")


def _time(seconds: float) -> Bilingual:
    return say("own.seconds", n=max(1.0, seconds)) if seconds < 90.0 else say("own.minutes", n=seconds / 60.0)
