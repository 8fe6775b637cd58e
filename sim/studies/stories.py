"""Three single cases told in both arms: what a difference of mean hours looks like from one door.

They are the quartiles of the change in the stage that changed most, among the cases in which it changed by an hour or
more: an ordinary case, one that gained more and one that gained less. The extremes would be told too well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.i18n import Bilingual, joined, say, word
from sim.state.cases import Category, Stage, Status
from sim.studies.explain import pair_of
from sim.studies.hours import BETWEEN, HOURS, REST

QUARTILES = (0.25, 0.5, 0.75)
LEAST_H = 1.0
"""A smaller change makes no story: queues shift by minutes all the time."""
KNOWN = Stage.DISCOVERY.name.lower()
"""Told anyway."""
DAYS_FROM_H = 48.0
"""Longer times are told in days."""
STAGE_WORDS = {
    "discovery": "stories.discovery",
    "dispatch": "stories.dispatch",
    "misroute": "stories.misroute",
    "lead": "stories.lead",
    "queue": "stories.queue",
    "travel": "stories.travel",
    "work": "stories.work",
    "handover": "stories.handover",
    "money": "stories.money",
    BETWEEN: "stories.between",
    REST: "stories.rest",
}
"""Message that tells a part of the hours."""


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to a case in one arm; hours, nan where it did not happen before the end of the run.

    Attributes
    ----------
    known_h : float
        From the problem until it was known.
    contact_h, closed_h : float
        From then until the first contact, and until it was last closed or given up.
    stage_h : float
        In the stage that the story is about.
    given_up, solved : bool
    returns : int
        Times it came back.
    """

    known_h: float
    contact_h: float
    closed_h: float
    stage_h: float
    given_up: bool
    solved: bool
    returns: int


@dataclass(frozen=True, slots=True)
class Story:
    """One case in both arms.

    Attributes
    ----------
    born, index : int
        Its key: day, and number within the day.
    category : Category
    community : int
    stage : str
        Part of the hours that the story is about.
    before, after : Told
    """

    born: int
    index: int
    category: Category
    community: int
    stage: str
    before: Told
    after: Told


def three_cases(
    before: pd.DataFrame, after: pd.DataFrame, hours: str, stage: str, start_h: float, end_h: float
) -> list[Story]:
    """Choose the cases at the quartiles of the change in a stage.

    Parameters
    ----------
    before, after : DataFrame
        Tables of cases of one replication in the two arms.
    hours, start_h, end_h
        See `sim.studies.explain.explain`.
    stage : str
        Of `Hours.parts`, e.g. `Explanation.largest_stage`.

    Returns
    -------
    list of Story
        Three, or fewer where it changed in fewer cases; the smallest change first.
    """
    what = HOURS[hours]
    pair = pair_of(before, after, what, start_h, end_h)
    at = what.parts.index(stage)
    change = pair.after.parts[pair.both_after, at] - pair.before.parts[pair.both_before, at]
    moved = np.flatnonzero(np.abs(change) >= LEAST_H)
    if not len(moved):
        return []
    ordered = moved[np.argsort(change[moved], kind="stable")]  # ties in the order of keys
    places = dict.fromkeys(round(q * (len(ordered) - 1)) for q in QUARTILES)
    stories = []
    for k in ordered[list(places)]:
        i, j = int(pair.both_before[k]), int(pair.both_after[k])
        row = pair.before.frame.iloc[i]
        stories.append(
            Story(
                born=int(row.born),
                index=int(row["index"]),
                category=Category[str(row.category).upper()],
                community=int(row.community),
                stage=stage,
                before=_told(row, float(pair.before.parts[i, at]), end_h),
                after=_told(pair.after.frame.iloc[j], float(pair.after.parts[j, at]), end_h),
            )
        )
    return stories


def _told(row: Any, stage_h: float, end_h: float) -> Told:
    contact = float(row.t_contact_h) if row.t_contact_h <= end_h else float("nan")
    return Told(
        known_h=float(row.t_accept_h - row.t_occur_h),
        contact_h=contact - float(row.t_accept_h),
        closed_h=float(row.t_close_h - row.t_accept_h),
        stage_h=stage_h,
        given_up=str(row.status) == Status.ABANDONED.name.lower(),
        solved=bool(row.solved),
        returns=int(row.life),
    )


def duration(hours: float) -> Bilingual:
    """Say a time as one would: minutes, hours or days."""
    if hours < 1.0:
        value, key = hours * 60.0, "stories.minutes"
    elif hours < DAYS_FROM_H:
        value, key = hours, "stories.hours"
    else:
        value, key = hours / 24.0, "stories.days"
    shown = float(f"{value:.0f}" if value >= 10.0 or hours < 1.0 else f"{value:.1f}")
    return say(key, n=int(shown) if shown.is_integer() else shown)


def tell(stories: Iterable[Story], arms: Sequence[str]) -> list[Bilingual]:
    """Tell each case in plain sentences.

    Parameters
    ----------
    stories : iterable of Story
    arms : sequence of two str
        What the arms are called.
    """
    found = []
    for story in stories:
        name = story.category.name.lower()
        category = Bilingual(name.capitalize(), word("categories", name).zh)
        head = say("stories.head", category=category, day=story.born)
        told = [_of_arm(arm, own, story.stage) for arm, own in zip(arms, (story.before, story.after), strict=True)]
        found.append(joined([head, *told], " "))
    return found


def _of_arm(arm: str, t: Told, stage: str) -> Bilingual:
    """Tell what happened in one arm."""
    parts = [say("stories.known", arm=arm, time=duration(t.known_h))]
    came = t.contact_h == t.contact_h
    parts.append(say("stories.contact", time=duration(t.contact_h)) if came else say("stories.nobody"))
    if stage != KNOWN:
        parts.append(say("stories.in_stage", time=duration(t.stage_h), stage=say(STAGE_WORDS[stage])))
    if t.returns:
        parts.append(say("stories.once") if t.returns == 1 else say("stories.returns", n=t.returns))
    if t.given_up:
        parts.append(say("stories.given_up", time=duration(t.closed_h)))
    elif t.closed_h == t.closed_h:
        parts.append(say("stories.solved" if t.solved else "stories.closed", time=duration(t.closed_h)))
    else:
        parts.append(say("stories.open"))
    return say("stories.sentence", parts=joined(parts, ""))
