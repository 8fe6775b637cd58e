"""The terminal's summary of an import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.i18n import say
from sim.records import phrases
from sim.records.importing import Imported
from sim.records.manifest import Changed
from sim.records.observed import Row


def summary(
    found: Imported, rows: Sequence[Row], changed: Sequence[Changed] | None, before: Mapping[str, object] | None
) -> Iterator[str]:
    """What records say, a line each.

    Parameters
    ----------
    found : Imported
    rows : sequence of Row
        Observations.
    changed : sequence of Changed, optional
        Since the import before.
    before : mapping, optional
        Its manifest.
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
    if changed is not None and before is not None:
        yield ""
        yield phrases.since(changed, before, found)
