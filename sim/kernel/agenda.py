"""The agenda: what will happen when, and how many cases are open meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.jit import merged
from sim.kernel.heap import KIND, drop_first, push, restore
from sim.state.agenda import AgendaCols, Area, Count, reserve_agenda
from sim.types import Array

if TYPE_CHECKING:
    from sim.state.world import World

# Kinds of event; of those at the same time the first kind comes first.
ARRIVE = 0  # a case reaches the desk of its level
FINISH = 1  # a service ends
WAKE = 2  # a desk opens
REOPEN = 3  # a closed case comes back
KNOWN = 4  # a problem becomes known
WITNESS = 5  # somebody else comes upon a known problem

# Compiled code reads plain numbers, not enums.
_EVENTS, _OPEN, _CLOSED, _LOST = Count.EVENTS, Count.OPEN, Count.CLOSED, Count.LOST
_LAST, _AREA = Area.LAST, Area.OPEN


@merged
def schedule(agenda, t, kind, row):
    """Put an event of a case or a desk on the agenda."""
    counts = agenda.counts
    counts[_EVENTS] = push(agenda.time, agenda.item, counts[_EVENTS], t, kind * KIND + int(row))


@merged
def count_open(agenda, t, change):
    """Note that the number of open cases changes at time t."""
    counts, area = agenda.counts, agenda.area
    area[_AREA] += counts[_OPEN] * (t - area[_LAST])
    area[_LAST] = t
    counts[_OPEN] += change


@merged
def next_event(agenda):
    """Take the first event off the agenda; return its code."""
    counts = agenda.counts
    code = agenda.item[0]
    counts[_EVENTS] = drop_first(agenda.time, agenda.item, counts[_EVENTS])
    return code


@merged
def note_closed(agenda, case):
    """Put a case on today's list of closed ones."""
    counts = agenda.counts
    agenda.closed[counts[_CLOSED]] = case
    counts[_CLOSED] += 1


@merged
def note_lost(agenda, case):
    """Put a case on today's list of those that ended badly."""
    counts = agenda.counts
    agenda.lost[counts[_LOST]] = case
    counts[_LOST] += 1


@merged
def begin_closed(agenda):
    """Begin today's list of closed cases."""
    agenda.counts[_CLOSED] = 0


@merged
def begin_lost(agenda):
    """Begin today's list of cases that ended badly."""
    agenda.counts[_LOST] = 0


def keep_dates(world: World, calendar: Array) -> None:
    """Give a world the calendar of its days, see `sim.state.calendar`."""
    world.agenda = world.agenda._replace(calendar=calendar)


def make_room(world: World, room: int) -> AgendaCols:
    """Make room for so many events and cases on the agenda of a world."""
    world.agenda = reserve_agenda(world.agenda, room)
    return world.agenda


def keep_events(agenda: AgendaCols) -> tuple[Array, Array]:
    """Keep a copy of the events, to come back to."""
    n = int(agenda.counts[Count.EVENTS])
    return agenda.time[:n].copy(), agenda.item[:n].copy()


def restore_events(agenda: AgendaCols, kept: tuple[Array, Array]) -> None:
    """Come back to the events that were kept."""
    agenda.counts[Count.EVENTS] = restore(agenda.time, agenda.item, *kept)
