"""The answer to a question as numbers and codes, ``answer.json``: made once; terminal, brief and viewer phrase it.

There is no prose in it: what is said of it, in either language, is made by `sim.show.phrases`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

from sim.config.names import place_title
from sim.errors import ConfigError, Problem
from sim.i18n import joined, say
from sim.measures import HEADLINE, MEASURES
from sim.show.pairs import median_pair
from sim.store.code import identity
from sim.store.folder import replace_text
from sim.studies.fetching import LEAST
from sim.studies.loading import load
from sim.studies.posterior import own_test
from sim.studies.rests import drawn_changes, rests_on
from sim.studies.results import Results
from sim.studies.verdict_arms import arms_of
from sim.studies.verdict_measures import measures_of_arm, values_of_run
from sim.version import VERSION

__all__ = ["FORMAT", "LEADING", "answer_about", "answer_of", "read_answer", "stored_answer", "write_answer"]

FORMAT = "govsim-answer/1"
FILE = "answer.json"
MAIN, COST = "solved_of_all", "spending"
"""What a lever is for, and what it takes."""
LEADING = (MAIN, "silent", "response_mean", "satisfaction", COST)
"""Measures that an answer leads with, each on a card: from what is solved to what is paid."""
MOST_ROWS = 12
"""Measures of a question with its own that are shown first."""
MOST_RESTS = 3
"""Assumed numbers that are named in an answer."""
KINDS = ("run", "compare")
"""Questions that have one answer; a sweep has a table."""
ORDER = {"better": 0, "cheaper": 0, "higher": 0, "small": 1, "open": 2, "lower": 3, "dearer": 3, "worse": 3}
"""Of verdicts on the main measure, where arms are ranked."""


def answer_of(results: Results, names: Sequence[str] | None = None) -> dict[str, Any]:
    """Conclude: each measure's verdict and how sure it is, the arms ranked, and what it rests on.

    Parameters
    ----------
    results : Results
        Of a run or a comparison; replications may be missing.
    names : sequence of str, optional
        Measures, among which Holm's correction is made; by default those of the question and those an answer leads
        with.

    Returns
    -------
    dict
        As it is written to ``answer.json``: numbers in the units that stand beside them, None where there is none.
    """
    own = list(names) if names is not None else results.names
    family = results.having(own if names is not None else [*own, *(n for n in LEADING if n not in own)])
    main = MAIN if MAIN in own or not family else family[0]
    kind = "run" if results.asked.told["kind"] == "run" else "compare"
    answer = _about(results, kind, main, family)
    answer["rows"] = [n for n in (LEADING if set(own) == set(HEADLINE) else own) if n in family][:MOST_ROWS]
    answer["arms"] = arms_of(results)
    if kind == "run":
        answer["measures"] = {arm: values_of_run(results, arm, family) for arm in results.arms}
        return answer | {
            "titles": {arm: {"rule": "run", "values": {}} for arm in results.arms}, "ranked": [], "best": None,
            "rests_on": [], "fetch": None, "replication": _median_pair(results, None, main),
        }  # fmt: skip
    found, fetches = {}, {}
    for arm in results.arms[1:]:
        found[arm], fetches[arm] = measures_of_arm(results, arm, family)
    ranked = rank(found, main)
    leading = ranked[0] if ranked else None
    best = (
        leading if leading and found[leading].get(main, {}).get("verdict") in ("better", "cheaper", "higher") else None
    )
    return answer | {
        "measures": found,
        "titles": {arm: title_rule(found[arm], main) for arm in found},
        "ranked": ranked,
        "best": best,
        "rests_on": _rests_on(results, leading, main) if leading else [],
        "fetch": fetches[leading].get(main) if leading else None,
        "replication": _median_pair(results, leading, main),
    }


def _rests_on(results: Results, arm: str, main: str) -> list[dict[str, Any]]:
    """The numbers that the change of the leading arm surely rests on, at most `MOST_RESTS`, the largest share first."""
    if not results.asked.draws or len(results.asked.drawn) < LEAST or main not in results.draws:
        return []
    levers = {one: list(results.asked.tree(one).get("policies") or {}) for one in (results.arms[0], arm)}
    told = rests_on(drawn_changes(results.draws, results.asked.drawn, levers, [main]), MOST_RESTS)
    return [{"key": key, "share": float(share)} for key, share in told[told["sure"]][["parameter", "share"]].to_numpy()]


def write_answer(results: Results) -> None:
    """Write ``answer.json`` beside what was asked; a sweep has none."""
    if results.asked.told["kind"] in KINDS:
        replace_text(results.answer / FILE, as_text(answer_of(results)))


def as_text(answer: Mapping[str, Any]) -> str:
    """Write an answer as JSON."""
    return json.dumps(answer, indent=1, ensure_ascii=False, allow_nan=False)


def read_answer(folder: str | Path) -> dict[str, Any]:
    """Read the answer of a study folder (its newest one), or of a folder in its ``answers/``.

    One that was concluded before there was an ``answer.json`` is made from its tables; nothing is written.

    Raises
    ------
    ResultError
        If there are no results.
    ConfigError
        If they have no such answer: a sweep, a folder of govsim 0.1, a file of another format.
    """
    results = load(folder)
    if not isinstance(results, Results) or results.asked.told["kind"] not in KINDS:
        kind = results.asked.told["kind"] if isinstance(results, Results) else "govsim 0.1"
        raise ConfigError([Problem(str(folder), say("verdict.of_kind", kind=kind), say("verdict.kinds"))])
    return stored_answer(results)


def answer_about(results: Results, names: Sequence[str]) -> dict[str, Any]:
    """The answer as it is written down, where it is about the measures asked for; else the same about those."""
    return stored_answer(results) if list(names) == results.names else answer_of(results, names)


def stored_answer(results: Results) -> dict[str, Any]:
    """Read the answer of a run or a comparison; it is made where it was not written.

    Raises
    ------
    ConfigError
        If the file cannot be read, or is of another format.
    """
    file = results.answer / FILE
    if not file.is_file():
        return answer_of(results)
    try:
        answer = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError([Problem(str(file), say("verdict.unread", why=error), say("verdict.made_again"))]) from None
    found = answer.get("format") if isinstance(answer, dict) else None
    if found != FORMAT:
        raise ConfigError([Problem(str(file), say("errors.found", x=repr(found)), FORMAT, say("verdict.made_again"))])
    return dict(answer)


def rank(found: Mapping[str, Mapping[str, Any]], main: str) -> list[str]:
    """Order arms: those that gain, the surest first, then by their gain, then by what they cost.

    Parameters
    ----------
    found : mapping arm -> measure -> what was found
    main : str
        Measure by which they are ranked.
    """

    def key(arm: str) -> tuple[float, ...]:
        m, cost = found[arm].get(main), found[arm].get(COST)
        if m is None or m["change"] is None:
            return (len(ORDER), 0.0, 0.0, 0.0)
        place = ORDER[m["verdict"]]
        sign = -1.0 if MEASURES[main].better == "lower" else 1.0
        yuan = cost["change"] if cost and cost["change"] is not None else inf
        return (place, -float(m["sure"]) if place == 0 else 0.0, -sign * m["change"], yuan)

    return sorted(found, key=key)


def title_rule(found: Mapping[str, Any], main: str) -> dict[str, Any]:
    """Say which sentence an arm gets, and with which numbers.

    Returns
    -------
    dict
        ``rule``: gain, harm or small, with ``_for_cost`` or ``_and_saving`` where it costs or saves what matters;
        ``moves`` where only other measures move; open, or none where there is no pair. ``sure``: of all that the
        sentence says, the least.
    """
    m, cost = found.get(main), found.get(COST)
    if m is None or m["change"] is None:
        return {"rule": "none", "values": {}, "sure": 0}
    values: dict[str, Any] = {"x": m["change"]}
    if m["verdict"] == "open":
        return {"rule": "open", "values": values | {"pairs": m["pairs"], "needed": m["needed"]}, "sure": 0}
    rule = {0: "gain", 1: "small", 3: "harm"}[ORDER[m["verdict"]]]
    sure = m["sure"]
    others = [n for n in LEADING if n not in (main, COST) and found.get(n, {}).get("verdict") in ("better", "worse")]
    if rule == "small" and others:
        rule, values = "moves", values | {"moved": others}
        sure = min(sure, *(found[n]["sure"] for n in others))
    if cost and main != COST and cost["verdict"] in ("dearer", "cheaper"):
        values["yuan"] = cost["change"]
        rule += "_for_cost" if cost["verdict"] == "dearer" else "_and_saving"
        sure = min(sure, cost["sure"])
    return {"rule": rule, "values": values, "sure": sure}


def _about(results: Results, kind: str, main: str, family: Sequence[str]) -> dict[str, Any]:
    config, told = results.configs[0], results.asked.told
    title, start = place_title(config.place), results.asked.tree(results.arms[0]).get("start_date")
    infos = {i.key: i.basis for c in results.configs for i, _ in c.parameters() if i.basis != "choice"}
    draws = len(set(results.draws["draw"])) if results.asked.draws else 0
    return {
        "format": FORMAT,
        "kind": kind,
        "question": str(told.get("question") or ""),
        "place": config.place.name,
        "place_title": {"en": title.en, "zh": title.zh},
        "residents": config.place.population,
        "days": config.run.days,
        "warmup_days": config.run.warmup_days,
        **({"start_date": str(start)} if start else {}),
        "pairs": min(map(len, results.replications.values()), default=0),
        "pairs_asked": told["replications"],
        "seed": config.run.seed,
        "main": main,
        "cost": COST if COST in family else None,
        "numbers": {"total": len(infos), "assumed": sum(basis == "assumed" for basis in infos.values())},
        "draws": _draws(results.asked.source, draws) if draws else None,
        "command": " ".join(["govsim", told["kind"], *map(str, told["typed"])]),
        "version": VERSION,
        "code": joined(sorted(set(results.tasks["code"])), " ") if len(results.tasks) else identity(),
    }


def _draws(source: str, n: int) -> dict[str, Any]:
    """How many draws, from where, and how these stand to the observations of the place where somebody gave any."""
    test = own_test(Path(source)) if source.endswith(".parquet") else None
    return {"n": n, "source": source, **({"test": test} if test else {})}


def _median_pair(results: Results, arm: str | None, main: str) -> int | None:
    """Replication whose change of the main measure (in a run: its value) is the median one."""
    runs = results.runs
    if main not in runs.columns:
        return None
    values = runs[runs["arm"] == (arm or results.arms[0])].set_index("replication")[main]
    if arm is not None:
        values = values - runs[runs["arm"] == results.arms[0]].set_index("replication")[main]
    try:
        return median_pair({int(k): float(v) for k, v in values.items()})
    except ValueError:
        return None
