"""Say where a difference of hours comes from, of the comparison in a study folder.

  govsim explain results/xialu                        every arm against the first: stages, and three cases told
  govsim explain results/xialu dual_report --hours to_closing --by category

  --hours WHAT   to_contact (those given up too), contacted (those contacted only), to_closing
  --by WHAT      stage, category, community, group (the vulnerable), age
  --json         all of it as one object; always written to answers/.../explained.csv too

Cases of two arms pair by day and number: it is the same problem. What each case took longer, problems that became
known and problems that were lost add up to the difference. The pairs whose cases were kept whole are used: the first
five of a comparison.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import JSON, LANG, Asked, Flag, Takes, Words
from sim.errors import Problem, ResultError, did_you_mean, words_of
from sim.i18n import Bilingual, say, word

if TYPE_CHECKING:
    from rich.console import Console

    from sim.studies.explain import Explanation
    from sim.studies.results import Results

DIMENSIONS = {
    "stage": "explain.stage",
    "category": "explain.category",
    "community": "explain.community",
    "group": "explain.group",
    "age": "explain.age",
}
"""What a difference is split by, and how that is headed."""
WORDS = {"stage": "stages", "category": "categories", "group": "vulnerable", "age": "groups"}
"""Words that the values of a dimension are called by; communities have their numbers."""
BY = Flag(("--by",), allowed=tuple(DIMENSIONS))
WHAT = Flag(("--hours",), allowed=("to_contact", "contacted", "to_closing"))
TAKES = Takes((WHAT, BY, LANG, JSON), Words("DIR", 1, None, example="results/xialu"))
MOST_ROWS = 12
"""Rows of a dimension that are printed, largest first."""


def main(asked: Asked) -> int:
    """Explain every arm that was asked for."""
    from sim.cli.terminal import console
    from sim.studies.arms import arm_names
    from sim.studies.results import results_of

    asked.refuse()
    folder, *arms = asked.words
    results = results_of(Path(folder))
    if len(results.arms) < 2:
        raise ResultError(say("explain.one_arm", folder=results.path))
    asked.refuse(
        [
            Problem(arm, say("explain.no_arm"), hint=did_you_mean(arm, results.arms))
            for arm in arms
            if arm not in results.arms
        ]
    )
    hours, by = asked.flags.get("--hours", WHAT.allowed[0]), asked.flags.get("--by", "stage")
    told = {arm: explained(results, arm, hours) for arm in arms or results.arms[1:]}
    save(results, told, hours)
    if "--json" in asked.flags:
        print(json.dumps({arm: _plain(one, stories) for arm, (one, stories) in told.items()}, ensure_ascii=False))
        return 0
    out, names = console(), arm_names(results.arms)
    for arm, (one, stories) in told.items():
        _print(out, (names[results.arms[0]], names[arm]), one, stories, by)
    return 0


def explained(results: Results, arm: str, hours: str) -> tuple[Explanation, list[Bilingual]]:
    """Explain one arm against the first: the parts of the difference, and three cases in words.

    Raises
    ------
    ResultError
        If no pair kept its cases whole.
    """
    from sim.studies.arms import arm_names
    from sim.studies.explain import explain, tables_of
    from sim.studies.stories import tell, three_cases

    first, names = results.arms[0], arm_names(results.arms)
    tasks = results.tasks
    whole = tasks[(tasks["case_rows"] == -1) & tasks["arm"].isin([first, arm])]["task"]
    pairs = tables_of(results.table("cases", list(whole)), first, arm) if len(whole) else []
    if not pairs:
        raise ResultError(say("explain.no_pair", folder=results.path))
    config = results.ask.arms[arm]
    window = 24.0 * config.first_day, 24.0 * config.until_day
    try:
        found = explain(pairs, hours, *window)
    except ValueError as error:  # nobody was contacted within the window
        raise ResultError(words_of(error)) from None
    stories = three_cases(*pairs[0], hours, found.largest_stage, *window)
    return found, tell(stories, (names[first], names[arm]))


def save(results: Results, told: dict[str, tuple[Explanation, list[Bilingual]]], hours: str) -> None:
    """Keep the tables with the answer."""
    import pandas as pd

    from sim.studies.export import write_frame

    frames = [one.frame.assign(arm=arm, hours=hours) for arm, (one, _) in told.items()]
    whole = pd.concat(frames, ignore_index=True)
    first = ["arm", "hours"]
    write_frame(whole[[*first, *[c for c in whole.columns if c not in first]]], results.answer / "explained.csv")


def _plain(one: Explanation, stories: Sequence[str]) -> dict[str, Any]:
    return {
        "hours": one.hours.name,
        "before": one.before.mean,
        "after": one.after.mean,
        "change": one.change.mean,
        "pairs": one.pairs,
        "both": one.both,
        "new": one.new,
        "lost": one.lost,
        "parts": json.loads(one.frame.to_json(orient="records")),
        "cases": list(stories),
    }


def _print(out: Console, arms: tuple[str, str], one: Explanation, stories: Sequence[Bilingual], by: str) -> None:
    from sim.cli.prose import print_prose
    from sim.cli.table import figures, print_table, text

    head = say(
        "explain.head", arm=arms[1], first=arms[0],
        before=one.before.mean, after=one.after.mean, change=one.change.mean,
        pairs=one.pairs, both=one.both, new=one.new, lost=one.lost,
    )  # fmt: skip
    rows = [[say("explain.total"), *_cells(one.of("total").iloc[0])]]
    own = one.of(by)
    rows += [[_called(by, str(row.value)), *_cells(row)] for _, row in own.iloc[:MOST_ROWS].iterrows()]
    columns = [
        text(say(DIMENSIONS[by]), 12),
        figures(say("explain.both")),
        figures(say("explain.interval"), spare=1),
        figures(say("explain.new")),
        figures(say("explain.lost")),
    ]
    print_table(out, head, columns, rows, elsewhere="explained.csv")
    if len(own) > MOST_ROWS:
        print_prose(out, say("explain.more", n=len(own) - MOST_ROWS))
    print_prose(out, say("explain.hours", title=one.hours.title))
    for story in stories:
        print_prose(out, story.changed(lambda line: f"  {line}"))
    out.print()


def _called(by: str, value: str) -> str:
    return word(WORDS[by], value) if by in WORDS else value


def _cells(row: Any) -> list[str]:
    interval = say("explain.bounds", low=row.low, high=row.high) if row.low == row.low else "-"
    return [f"{row.part_h:+.2f}", interval, f"{row.new_h:+.2f}", f"{row.lost_h:+.2f}"]
