"""What a posterior may not be used for, as far as somebody's own observations have shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.i18n import Bilingual, joined, say
from sim.observations.table import Observation
from sim.validation.words import said_of

BY_CHANCE = 0.1
"""Share of the observations that may be missed before compare warns: one in twenty is missed by chance alone."""


def missed(test: Mapping[str, Any], role: str) -> Bilingual:
    """Names of what a calibration misses, or could not predict.

    Parameters
    ----------
    test : mapping
        See `sim.studies.posterior.own_test`.
    role : {'fit', 'held'}
    """
    rows = [Observation("", row["measure"], 0.0, row["unit"], 1.0, area=row["area"]) for row in test[f"missed_{role}"]]
    return joined(dict.fromkeys(said_of(row) for row in rows))


def uses(test: Mapping[str, Any], draws: float) -> Bilingual:
    """What a posterior may be used for and what not, after a calibration.

    Parameters
    ----------
    test : mapping
    draws : float
        Independent draws that it is worth.
    """
    fails, misses = test["predicted"] < test["held"], test["fits"] < test["of"]
    parts = [say("own.no_forecast", n=draws)] if fails else [say("own.usable", n=draws)]
    if fails:
        parts.append(say("own.not_levels", names=missed(test, "held")))
    if misses:
        parts.append(say("own.not_missed", names=missed(test, "fit")))
    if fails:
        parts.append(say("own.what_remains"))
    elif not test["held"]:
        parts.append(say("own.not_tested"))
    return joined(parts, " ")


def is_doubtful(test: Mapping[str, Any] | None) -> bool:
    """Whether who uses the posterior must be warned: it failed to predict, or misses more than chance does."""
    return test is not None and (
        test["predicted"] < test["held"] or test["of"] - test["fits"] > BY_CHANCE * max(test["of"], 1)
    )


def warning(test: Mapping[str, Any]) -> Bilingual:
    """What must be known of results that were drawn from a doubtful posterior, in a line."""
    key = "own.warning" if test["held"] else "own.warning_untested"
    return say(key, **{name: test[name] for name in ("fits", "of", "predicted", "held")})


def warning_in_full(test: Mapping[str, Any]) -> Bilingual:
    """The same with the names of what was missed."""
    names = joined([name for role in ("held", "fit") if (name := missed(test, role))])
    return joined([warning(test), say("own.warning_names", names=names)], " ")


def doubts(answer: Mapping[str, Any], *, full: bool = False) -> list[Bilingual]:
    """What must be known of an answer that was drawn from a doubtful posterior; nothing of others.

    Parameters
    ----------
    answer : mapping
        ``answer.json``.
    full : bool
        Whether the names of what was missed are told.
    """
    test = (answer["draws"] or {}).get("test")
    return [warning_in_full(test) if full else warning(test)] if test and is_doubtful(test) else []
