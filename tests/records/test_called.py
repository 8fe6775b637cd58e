"""Everything that records can tell has a name."""

from __future__ import annotations

from sim.i18n import messages
from sim.records import called, durations, spread
from sim.records.observed import OF_RATES


def test_every_name_is_a_message_and_everything_has_one() -> None:
    tables = (called.RULES, called.WHY, called.SDS, called.STAGES, called.RATES, called.MEASURES)
    assert {key for table in tables for key in table.values()} <= messages().keys()
    reasons = {spread.CHANCE, spread.WEEKS, spread.MONTHS, spread.READINGS}
    assert called.WHY.keys() == called.SDS.keys() == reasons
    assert called.STAGES.keys() == {name for name, _, _ in durations.STAGES}
    assert set(OF_RATES) < called.RATES.keys()
