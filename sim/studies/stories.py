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

from sim.state.cases import CATEGORY_ZH, Category, Stage, Status
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
    "discovery": ("before anybody in charge knew", "未被发现"),
    "dispatch": ("waiting to be dispatched", "等待派单"),
    "misroute": ("at a wrong desk", "错派"),
    "lead": ("in preparation", "前期准备"),
    "queue": ("in a queue", "排队等候"),
    "travel": ("on the way", "路上"),
    "work": ("being worked on", "处置"),
    "handover": ("between desks", "部门间流转"),
    "money": ("waiting for money", "等待资金"),
    BETWEEN: ("closed before it came back", "办结后再次反映前"),
    REST: ("in no stage", "其他"),
}
"""How a part of the hours is told, in English and Chinese."""


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


def duration(hours: float, lang: str = "en") -> str:
    """Say a time as one would: minutes, hours or days.

    Parameters
    ----------
    hours : float
    lang : {"en", "zh"}
    """
    if hours < 1.0:
        value, unit, zh = hours * 60.0, "minute", "分钟"
    elif hours < DAYS_FROM_H:
        value, unit, zh = hours, "hour", "小时"
    else:
        value, unit, zh = hours / 24.0, "day", "天"
    shown = f"{value:.0f}" if value >= 10.0 or unit == "minute" else f"{value:.1f}".removesuffix(".0")
    return f"{shown} {zh}" if lang == "zh" else f"{shown} {unit}{'' if shown == '1' else 's'}"


def tell(stories: Iterable[Story], arms: Sequence[str], lang: str = "en") -> list[str]:
    """Tell each case in plain sentences.

    Parameters
    ----------
    stories : iterable of Story
    arms : sequence of two str
        What the arms are called.
    lang : {"en", "zh"}
    """
    sentence = _zh if lang == "zh" else _en
    found = []
    for story in stories:
        told = [sentence(arm, own, story.stage) for arm, own in zip(arms, (story.before, story.after), strict=True)]
        if lang == "zh":
            head = f"第 {story.born} 天的一件“{CATEGORY_ZH[story.category]}”案件（合成数据）。"
            found.append(head + "".join(told))
        else:
            head = f"{story.category.name.capitalize()} case of day {story.born} (synthetic)."
            found.append(" ".join([head, *told]))
    return found


def _en(arm: str, t: Told, stage: str) -> str:
    parts = [f"{arm}: known after {duration(t.known_h)}"]
    parts.append(f"first contact {duration(t.contact_h)} later" if t.contact_h == t.contact_h else "nobody came")
    if stage != KNOWN:
        parts.append(f"{duration(t.stage_h)} {STAGE_WORDS[stage][0]}")
    if t.returns:
        parts.append(f"came back {'once' if t.returns == 1 else f'{t.returns} times'}")
    if t.given_up:
        parts.append(f"the resident gave up {duration(t.closed_h)} after it was known")
    elif t.closed_h == t.closed_h:
        how = "solved" if t.solved else "closed without being solved"
        parts.append(f"{how} {duration(t.closed_h)} after it was known")
    else:
        parts.append("still open at the end")
    return ", ".join(parts) + "."


def _zh(arm: str, t: Told, stage: str) -> str:
    parts = [f"{arm}：发生 {duration(t.known_h, 'zh')}后知晓"]
    parts.append(f"再过 {duration(t.contact_h, 'zh')}首次联系" if t.contact_h == t.contact_h else "始终无人联系")
    if stage != KNOWN:
        parts.append(f"{STAGE_WORDS[stage][1]}共 {duration(t.stage_h, 'zh')}")
    if t.returns:
        parts.append(f"其间再次反映 {t.returns} 次")
    if t.given_up:
        parts.append(f"知晓 {duration(t.closed_h, 'zh')}后居民放弃")
    elif t.closed_h == t.closed_h:
        parts.append(f"知晓 {duration(t.closed_h, 'zh')}后{'解决' if t.solved else '办结但未真正解决'}")
    else:
        parts.append("期末仍未办结")
    return "，".join(parts) + "。"
