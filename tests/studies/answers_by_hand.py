"""Answers made by hand: as ``answer.json`` holds them, with verdicts that are known."""

from __future__ import annotations

from typing import Any

from sim.studies.verdict import rank, title_rule

UNITS = {
    "solved_of_all": "%",
    "silent": "%",
    "response_mean": "h",
    "satisfaction": "points",
    "spending": "yuan/person/yr",
}
GAIN = {"solved_of_all": (4.8, "better", 2), "silent": (-5.0, "better", 2), "response_mean": (-2.3, "better", 1),
        "satisfaction": (0.5, "small", 1), "spending": (43.4, "dearer", 2)}  # fmt: skip


def found(change: float | None, verdict: str, sure: int, unit: str = "%") -> dict[str, Any]:
    """What is found of one measure that was 50 before."""
    after = None if change is None else 50.0 + change
    low, high = (None, None) if change is None else (change - 0.2, change + 0.2)
    return {
        "before": 50.0, "after": after, "change": change, "low": low, "high": high, "pairs": 20, "unit": unit,
        "unit_of_change": "% points" if unit == "%" else unit, "digits": 1, "matters": 1.0, "verdict": verdict,
        "sure": sure, "needed": 32 if verdict == "open" else None, "better": "higher", "drawn": None,
    }  # fmt: skip


def arm(key: str, levers: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """An arm of which nothing is known but its levers."""
    return {"key": key, "name": {"en": key.replace("_", " "), "zh": "网格重划" if levers else "现状"}, "posts": 171.0,
            "levers": levers or [], "without": [], "changes": [], "given_up_h": 0.0, "hours": {}} | more  # fmt: skip


VALUES = {"mode": "split", "funding": "added", "covered": 1.0, "grids_before": 207, "grids_after": 378}
SPLIT: dict[str, Any] = {"key": "grid_redivision", "dose": {}, "values": VALUES}


def answer(n: int = 1, draws: bool = True, **said: tuple[float | None, str, int]) -> dict[str, Any]:
    """An answer of one arm against another, and of more that are all alike."""
    values = GAIN | said
    own = {m: found(*values[m], UNITS[m]) for m in UNITS}
    arms = [f"grid_redivision{i or ''}" for i in range(n)]
    measures = dict.fromkeys(arms, own)
    return {
        "format": "govsim-answer/1", "kind": "compare", "question": "", "place": "xialu", "residents": 233400,
        "place_title": {"en": "Xialu district, Huangshi", "zh": "黄石市下陆区"}, "days": 365, "pairs": 20,
        "pairs_asked": 20, "seed": 1, "main": "solved_of_all", "cost": "spending", "rows": list(UNITS),
        "numbers": {"total": 193, "assumed": 158}, "draws": {"n": 64, "source": "posterior"} if draws else None,
        "arms": [arm("as is"), *(arm(key, [SPLIT]) for key in arms)], "measures": measures,
        "titles": {key: title_rule(own, "solved_of_all") for key in arms}, "ranked": rank(measures, "solved_of_all"),
        "best": arms[0], "rests_on": [{"key": "voice.p_report", "share": 0.4}], "fetch": None, "replication": 3,
    }  # fmt: skip
