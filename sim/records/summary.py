"""The terminal's summary of an import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.i18n import say
from sim.records import phrases
from sim.records.importing import Imported
from sim.records.observed import Row
from sim.records.since import Since


def summary(found: Imported, rows: Sequence[Row], since: Since | None = None) -> Iterator[str]:
    """What records say, a line each.

    Parameters
    ----------
    found : Imported
    rows : sequence of Row
        Observations.
    since : Since, optional
        What has changed since the import before.
    """
    yield from phrases.head(found)
    for part in (phrases.when, phrases.what, phrases.how):
        lines = list(part(found.learned))
        yield from ("", *lines) if lines else ()
    yield ""
    yield say("records.obs_note", n=len(rows)) if rows else say("records.obs_none")
    yield say("records.not_head")
    for line in phrases.uses_not(found.learned):
        yield "  - " + line
    if since is not None:
        yield ""
        yield phrases.since(since)
