"""Where it changed: each community over all pairs, grey where that is open."""

from __future__ import annotations

import numpy as np

from sim.brief.brief import Brief
from sim.brief.by_area import AreaChange, area_changes
from sim.brief.html import chart, text
from sim.brief.section import Section
from sim.i18n import Bilingual, in_force, say, word
from sim.measures import MEASURES, Measure
from sim.show.coding import unpacked
from sim.show.svg.place_names import most_wanted, placed, short_name
from sim.show.svg.scales import told
from sim.show.svg.still import change_colours, change_key
from sim.show.svg.still import still as draw_still
from sim.studies.pictured import best_and_worst
from sim.types import Floats, Rows

WAIT = "response_mean"
SIZES = (1.0, 2.0, 4.0)
"""Limits of the classes, in units of what matters of the measure."""
MOST_OUTLINES = 400
"""With more communities only streets are outlined: the lines would hide the colours."""
MOST_NAMED, ENDS = 60, 10
"""With more communities only those are named that gain most and least, this many at either end."""
WIDE_PX, NARROW_PX = 600.0, 288.0
"""Least width of a map on a page, and on a phone or paper."""


def still(brief: Brief, arm: str) -> list[Section]:
    """Two maps of the change: of the main measure, and of the wait for first contact."""
    if not brief.others or brief.frames is None or not area_changes(brief, arm, "community", brief.answer["main"]):
        return []
    said = joined_said(brief, arm)

    def body() -> str:
        maps = "".join(_map(brief, arm, name) for name in (brief.answer["main"], WAIT))
        return f'<div class="two">{maps}</div>'

    few = brief.frames is not None and len(brief.frames["names"]) <= MOST_NAMED
    named = say("brief.still.named" if few else "brief.still.named_ends", table=say("brief.gains.community"))
    return [
        Section("still", say("brief.still.question"), said, body, notes=[named], pictures=["change_map", "waiting_map"])
    ]


def joined_said(brief: Brief, arm: str) -> Bilingual:
    """In how many communities the main measure rose, fell, or is open."""
    found = area_changes(brief, arm, "community", brief.answer["main"])
    counted = {tone: sum(a.tone == tone for a in found) for tone in ("better", "worse")}
    small = sum(a.change.settled == "same" for a in found)
    return say(
        "brief.still.said", n=len(found), better=counted["better"], worse=counted["worse"], small=small,
        open=len(found) - sum(counted.values()) - small,
    )  # fmt: skip


def _map(brief: Brief, arm: str, name: str) -> str:
    found, measure = area_changes(brief, arm, "community", name), MEASURES[name]
    if not found or brief.frames is None:
        return ""
    unit, steps = word("units", found[0].change.unit), tuple(measure.matters * size for size in SIZES)
    change, settled = _by_community(found, len(brief.frames["names"]))
    worse = "low" if measure.better == "higher" else "high"
    colours = change_colours(change, settled, steps, worse)
    raster, outlined = _ground(brief)
    said = _said(brief, measure, found)
    words = (say("brief.better"), say("brief.worse"), say("brief.open"))
    key = chart(lambda width: change_key(steps, words, say("brief.still.unit", unit=unit), width=width))
    heading = say("brief.with_unit", title=measure.called, unit=unit)
    ground = f'<div class="ground">{draw_still(raster, colours, outlined, said)}{_names(brief, raster, found)}</div>'
    return f'<div class="map"><h3>{text(heading)}</h3>{ground}{key}</div>'


def _names(brief: Brief, raster: Rows, found: list[AreaChange]) -> str:
    """Names of communities over the map, more of them where it is shown wide; its text says best and worst."""
    assert brief.frames is not None
    lang, all_names = in_force(), brief.frames["names"]
    ends = [area.id for area in best_and_worst(found, ENDS)]
    wanted = most_wanted(ends, raster) if len(all_names) <= MOST_NAMED else ends
    names = {k: short_name(all_names[k], lang) for k in wanted}
    return "".join(
        f'<span class="name {kind}" aria-hidden="true" style="left:{100.0 * n.x:.1f}%;top:{100.0 * n.y:.1f}%">'
        f"{text(n.text)}</span>"
        for kind, across in (("on-page", WIDE_PX), ("on-phone", NARROW_PX))
        for n in placed(raster, names, across)
    )


def _by_community(found: list[AreaChange], n: int) -> tuple[Floats, Rows]:
    change, settled = np.full(n, np.nan), np.zeros(n, np.int32)
    for area in found:
        change[area.id] = area.change.change.mean
        settled[area.id] = area.change.settled != "open"
    return change, settled


def _ground(brief: Brief) -> tuple[Rows, Rows]:
    """Community at each picture element, and what is outlined around each."""
    assert brief.frames is not None
    frames = brief.frames
    units = unpacked(frames["raster"]).reshape(frames["height"], frames["width"])
    community, street = unpacked(frames["community"]), unpacked(frames["street"])
    own: Rows = np.where(units >= 0, community[np.maximum(units, 0)], -1)
    few = len(frames["names"]) <= MOST_OUTLINES
    return own, np.arange(len(frames["names"]), dtype=np.int32) if few else street.astype(np.int32)


def _said(brief: Brief, measure: Measure, found: list[AreaChange]) -> Bilingual:
    order = sorted(found, key=lambda a: a.change.change.mean, reverse=measure.better == "higher")
    unit = word("units", found[0].change.unit)
    best, worst = (
        say("brief.of_area", area=a.name, change=told(a.change.change.mean, 1, sign=True))
        for a in (order[0], order[-1])
    )
    return say("brief.still.map", title=measure.called, best=best, worst=worst, unit=unit)
