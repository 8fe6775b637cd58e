"""What is said of a posterior that does not meet what was observed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.i18n import speaking
from sim.studies.posterior import own_test, own_test_of
from sim.validation.reliance import is_doubtful, uses, warning_in_full

ROWS = [
    {"id": f"O{k}", "measure": measure, "area": "all", "unit": "%", "role": role, "fits": fits}
    for k, (measure, role, fits) in enumerate(
        [("on_time", "held", False), ("duplicate", "held", True), ("found", "fit", True), ("closing_rate", "fit", True)]
    )
]


def checked(held: bool, fit: bool) -> dict:  # type: ignore[type-arg]
    told = [dict(row) for row in ROWS]
    told[0]["fits"], told[-1]["fits"] = held, fit
    return own_test_of(told)


@pytest.mark.parametrize(
    ("held", "fit", "said", "unsaid"),
    [
        (True, True, ["can be used for this place"], ["NOT", "may not"]),
        (False, True, ["NOT be used to say what happens in this place", "It does not predict: on_time %",
                       "compare levers"], ["can be used", "closing"]),
        (True, False, ["can be used for this place", "may not be used to say anything of what it misses: closing_rate"],
         ["NOT"]),
        (False, False, ["NOT be used", "It does not predict: on_time %", "misses: closing_rate %"], ["can be used"]),
    ],
)  # fmt: skip
def test_words_say_what_a_posterior_may_not_be_used_for(
    held: bool, fit: bool, said: list[str], unsaid: list[str]
) -> None:
    test = checked(held, fit)
    with speaking("en"):
        told = str(uses(test, 1234.0))
        assert "1234 independent draws" in told
        assert all(part in told for part in said)
        assert not any(part in told for part in unsaid)
        assert is_doubtful(test) == (not (held and fit))
        assert "No forecast for this place" in warning_in_full(test)
    with speaking("zh"):
        assert ("不可用来说明本地实际" in uses(test, 1234.0)) == (not held)


def test_without_a_test_that_is_said() -> None:
    test = own_test_of(ROWS[2:])
    with speaking("en"):
        assert "Nothing was held out" in uses(test, 300.0)
    assert not is_doubtful(test)
    assert not is_doubtful(None)


def test_a_page_without_own_observations_has_no_test(tmp_path: Path) -> None:
    assert own_test(tmp_path / "no.parquet") is None
    (tmp_path / "a.json").write_text('{"own": {"rows": []}}', "utf-8")
    assert own_test(tmp_path / "a.parquet") is None
    (tmp_path / "a.json").write_text('{"place": "demo"}', "utf-8")
    assert own_test(tmp_path / "a.parquet") is None
