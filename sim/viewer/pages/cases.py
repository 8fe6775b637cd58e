"""Cases: where 100 problems go and their hours, how long people wait, the slowest cases, and one case's life."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

import numpy as np
from starlette.requests import Request

from sim.brief.html import Column, Table, chart, figure
from sim.i18n import Bilingual, in_force, joined, say, word
from sim.show.names import community_name
from sim.show.svg.bars import Words as BarWords
from sim.show.svg.bars import bars
from sim.show.svg.lines import Line, Words, lines
from sim.state.cases import Stage
from sim.studies.stories import duration
from sim.studies.waits import EVERYBODY
from sim.viewer.case_pair import STAGES, CasePair, case_pair
from sim.viewer.opened import Study
from sim.viewer.page import Page
from sim.viewer.pages.parts import arm_choice, arm_of, exports, part

MOST_WAIT = 99
"""Percentile at which the curve of waits ends: the last hundredth would draw the rest into a corner."""


def cases_page(study: Study, request: Request) -> Page:
    """Draw the page."""
    arm = arm_of(study, request)
    body = (
        f"<h1>{escape(say('viewer.cases_title'))}</h1>"
        + arm_choice(study, request, arm)
        + part(study, "flows", arm)
        + part(study, "hours", arm)
        + study.once(("survival", in_force()), lambda: _survival(study))
        + study.once(("slowest", arm, in_force()), lambda: _slowest(study, arm))
        + exports(study, ("cases.csv", say("viewer.csv")))
    )
    return Page("cases", say("viewer.cases_page"), body)


def _survival(study: Study) -> str:
    """How many still wait after how many hours."""
    waits = study.brief.waits
    if waits.empty:
        return ""
    own = waits[(waits["group"] == EVERYBODY) & (waits["percentile"] <= MOST_WAIT)]
    mean = own.groupby(["arm", "percentile"])["hours"].mean()
    found: list[Line] = []
    rows: list[list[str | float | None]] = []
    for arm in study.brief.arms:
        if arm not in mean.index.get_level_values(0):
            continue
        hours = mean.loc[arm].to_numpy(np.float64)
        left = 100.0 - mean.loc[arm].index.to_numpy(np.float64)
        found.append(Line(str(study.brief.called(arm)), hours, left, left, left))
        rows.append([str(study.brief.called(arm)), *(float(np.interp(h, hours, left)) for h in (4, 8, 24, 48, 96))])
    if not found:
        return ""
    told = [say("viewer.still_wait", arm=row[0], x=f"{row[3]:.0f}") for row in rows]
    said = joined(told, "; ")
    words = Words("", said, say("viewer.hours_since"), say("viewer.share_waiting"))
    columns = [Column(say("brief.arm")), *(Column(say("viewer.after_hours", n=h), 0) for h in (4, 8, 24, 48, 96))]
    numbers = Table("survival", say("viewer.survival"), columns, rows)
    return figure(
        "survival", say("viewer.survival"), said, chart(lambda w: lines(found, words, width=w, zero=True)), numbers
    )


def pair_of(study: Study, arm: str) -> CasePair | None:
    """Cases of the pair that is shown, read once."""
    arms = tuple(dict.fromkeys((study.brief.first, arm)))
    number = study.brief.answer.get("replication")
    return study.once(("cases", arm), lambda: case_pair(study.brief.results, arms, number))


def _slowest(study: Study, arm: str) -> str:
    """The cases that waited longest; a click tells one's life."""
    pair = pair_of(study, arm)
    if pair is None:
        return ""
    heads = [say("viewer.problem"), *(say("viewer.waited_in", arm=study.brief.called(a)) for a in pair.arms)]
    head = "".join(f"<th scope=col>{escape(h)}</th>" for h in [*heads, ""])
    rows = "".join(_row(study, arm, pair, key, row) for key, row in pair.slowest.iterrows())
    table = (
        f'<div class="scroll"><table class="slowest"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    said = say("viewer.slowest_said", number=pair.replication + 1)
    return figure("slowest", say("viewer.slowest"), said, f'{table}<div id="life" aria-live="polite"></div>')


def _row(study: Study, arm: str, pair: CasePair, key: Any, row: Any) -> str:
    born, index = key
    waits = "".join(f'<td class="n">{escape(_wait(row, a))}</td>' for a in pair.arms)
    query = urlencode({"study": study.key, "arm": arm, "born": born, "index": index})
    button = f'<button type="button" data-case="/case?{query}">{escape(say("viewer.its_life"))}</button>'
    return f"<tr><td>{escape(_what(pair, key, row))}</td>{waits}<td>{button}</td></tr>"


def _what(pair: CasePair, key: Any, row: Any) -> Bilingual:
    """What the problem is, where and when."""
    arm = next(a for a in pair.arms if isinstance(row["category", a], str))
    name = str(row["category", arm])
    where = community_name(f"C{int(row['community', arm]) + 1:02d}")
    return say(
        "viewer.a_problem", category=Bilingual(name.replace("_", " ").capitalize(), word("categories", name).zh),
        day=key[0] + 1, where=Bilingual(where["en"], where["zh"]),
    )  # fmt: skip


def _wait(row: Any, arm: str) -> Bilingual:
    hours = row["wait", arm]
    return say("viewer.never_known") if hours != hours else duration(float(hours))


def life_html(study: Study, arm: str, born: int, index: int) -> str:
    """The life of one case in both arms: what happened when, and its hours by stage."""
    pair = pair_of(study, arm)
    if pair is None or (born, index) not in pair.slowest.index:
        return ""
    row = pair.slowest.loc[(born, index)]
    known = [a for a in pair.arms if isinstance(row["category", a], str)]
    hours = {str(study.brief.called(a)): [max(0.0, float(row[stage, a])) for stage in STAGES] for a in known}
    stages = [str(word("stages", stage.name.lower())) for stage in Stage]
    told = [_told(study, pair, row, a) for a in pair.arms]
    said = joined(told, " ")
    words = BarWords("", said, say("viewer.life_x"))
    drawing = chart(lambda width: bars(hours, stages, words, width=width))
    items = "".join(f"<li>{escape(text)}</li>" for text in told)
    return f"<h3>{escape(_what(pair, (born, index), row))}</h3>{drawing}<ul>{items}</ul>"


def _told(study: Study, pair: CasePair, row: Any, arm: str) -> Bilingual:
    called = study.brief.called(arm)
    if not isinstance(row["category", arm], str):
        return say("viewer.life_unknown", arm=called)
    occur, accept, contact, close = (float(row[f"t_{name}_h", arm]) for name in ("occur", "accept", "contact", "close"))
    parts: list[str] = [say("viewer.life_known", time=duration(accept - occur))]
    parts.append(
        say("viewer.life_contact", time=duration(contact - accept)) if contact == contact else say("viewer.life_nobody")
    )
    if close == close:
        key = "viewer.life_solved" if bool(row["solved", arm]) else "viewer.life_closed"
        parts.append(say(key, time=duration(close - accept)))
    else:
        parts.append(say("viewer.life_open"))
    return say("viewer.life", arm=called, parts=joined(parts, "; "))
