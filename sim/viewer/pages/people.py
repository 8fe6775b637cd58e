"""People: who gains and who loses, by community and by group; who carries the waiting; who they are."""

from __future__ import annotations

from html import escape

from starlette.requests import Request

from sim.brief.html import Column, Table, figure, table
from sim.i18n import say, word
from sim.viewer.opened import Study
from sim.viewer.page import Page
from sim.viewer.pages.parts import arm_choice, arm_of, exports, part

MEASURES = (("solved_of_all", 1), ("silent", 1), ("response_mean", 1), ("satisfaction", 1))


def people_page(study: Study, request: Request) -> Page:
    """Draw the page."""
    arm = arm_of(study, request)
    body = (
        f"<h1>{escape(say('viewer.people_title'))}</h1>"
        + arm_choice(study, request, arm)
        + part(study, "gains", arm)
        + part(study, "lorenz", arm)
        + study.once(("groups", arm, str(say("viewer.groups"))), lambda: _groups(study, arm))
        + exports(study, ("areas.csv", say("viewer.csv")))
    )
    return Page("people", say("viewer.people_page"), body)


def _groups(study: Study, arm: str) -> str:
    """How groups of residents fare, before and after."""
    areas = study.brief.areas
    if areas.empty:
        return ""
    own = areas[(areas["level"] == "group") & areas["arm"].isin((study.brief.first, arm))]
    mean = own.groupby(["area", "arm"], sort=False)[["residents", *(name for name, _ in MEASURES)]].mean()
    arms = [study.brief.first] + ([arm] if arm != study.brief.first else [])
    columns = [Column(say("viewer.group")), Column(say("viewer.residents_column"), 0)]
    for name, digits in MEASURES:
        columns += [Column(f"{study.brief.title_of(name)}: {study.brief.called(a)}", digits) for a in arms]
    names = list(dict.fromkeys(own["area"]))
    rows: list[list[str | float | None]] = [
        [str(word("groups", name)), float(mean.loc[(name, arms[0]), "residents"]),
         *(float(mean.loc[(name, a), m]) for m, _ in MEASURES for a in arms)]
        for name in names if all((name, a) in mean.index for a in arms)
    ]  # fmt: skip
    if not rows:
        return ""
    found = Table("groups", say("viewer.groups"), columns, rows)
    return figure("groups", say("viewer.groups"), say("viewer.groups_said"), table(found))
