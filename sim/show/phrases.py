"""What is said of an answer in both languages, from ``answer.json`` alone: title, subtitle, a sentence an arm, cards.

Terminal, brief, viewer and notebook phrase only through this file, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.i18n import Bilingual, joined, say, word
from sim.measures import MEASURES
from sim.show.did import did

__all__ = ["Card", "arm_called", "cards", "measure_called", "sentence", "subtitle", "title", "verdict_words"]

MAIN = "solved_of_all"
CARDS = ("solved_of_all", "silent", "response_mean", "satisfaction", "spending")
TITLES = {
    "solved_of_all": "phrases.solved_of_all",
    "silent": "phrases.silent",
    "response_mean": "phrases.response_mean",
    "satisfaction": "phrases.satisfaction",
    "spending": "phrases.spending",
}
VERDICTS = {
    "better": "phrases.better",
    "worse": "phrases.worse",
    "small": "phrases.too_small",
    "open": "phrases.not_settled",
    "dearer": "phrases.dearer",
    "cheaper": "phrases.cheaper",
    "higher": "phrases.higher",
    "lower": "phrases.lower",
}
COLOURS = {"better": "better", "cheaper": "better", "worse": "worse", "dearer": "worse"}
"""Earned by verdicts that hold under draws too; all else is grey."""
MOVES = {
    "silent": ("phrases.fewer_silent", "phrases.more_silent"),
    "response_mean": ("phrases.sooner", "phrases.later"),
    "satisfaction": ("phrases.unhappier", "phrases.happier"),
}
"""What is said of a measure that falls, and that rises."""
MARKS = {"en": ", ", "zh": "，"}
"""Between the parts of a sentence."""
SURE = 2
TEN = 10.0
"""Yuan from which on no decimals are said."""


@dataclass(frozen=True, slots=True)
class Card:
    """One measure of one arm, in words and numbers as they are shown.

    Attributes
    ----------
    measure : str
    title, unit : Bilingual
    before, after, change : str
        With the decimals of its unit; "-" where there is none. Of a run alone ``before`` and ``change`` are empty.
    interval : Bilingual
        95 % interval of the change (of a run: of the value).
    verdict : str
        As in ``answer.json``; empty of a run alone.
    words, sure_words : Bilingual
        The verdict, and how sure it is.
    colour : {"better", "worse", "grey"}
    sure : int
        See ``sure`` in ``answer.json``.
    """

    measure: str
    title: Bilingual
    unit: Bilingual
    before: str
    after: str
    change: str
    interval: Bilingual
    verdict: str
    words: Bilingual
    sure_words: Bilingual
    colour: str
    sure: int


def title(answer: Mapping[str, Any], arm: str | None = None, *, by_name: bool = False) -> Bilingual:
    """Say the answer in one sentence, without a full stop.

    Parameters
    ----------
    answer : mapping
        ``answer.json``.
    arm : str, optional
        By default the best one, else the first in rank.
    by_name : bool
        Whether the arm is called by its name, where there is no room to say what it does.
    """
    if answer["kind"] == "run":
        return _of_run(answer).capital()
    arm = arm or leading(answer)
    told, found = answer["titles"][arm], answer["measures"][arm]
    rule, values = told["rule"], told["values"]
    main, _, paid = rule.partition("_")
    done = arm_called(answer, arm) if by_name else did(arm_of(answer, arm))
    if rule == "none":
        return say("phrases.none", did=done).capital()
    x = number(abs(values["x"]), found[answer["main"]]["digits"])
    if main == "open":
        more = max((values["needed"] or 0) - values["pairs"], 0)
        key = "phrases.open_until" if more else "phrases.open"
        return say(key, did=done, pairs=values["pairs"], **({"more": more} if more else {})).capital()
    if answer["main"] != MAIN:
        m = MEASURES[answer["main"]]
        unit = word("units", m.unit_of_change)
        signed = number(values["x"], found[answer["main"]]["digits"], signed=True)
        key = "phrases.other_small" if main in ("small", "moves") else "phrases.other"
        said = say(key, did=done, title=m.called, x=signed, unit=unit)
    elif main == "moves":
        moved = joined([_moved(name, found[name]) for name in values["moved"]], " and ")
        said = say("phrases.moves", did=done, moved=moved)
    else:
        said = say({"gain": "phrases.gain", "harm": "phrases.harm", "small": "phrases.small"}[main], did=done, x=x)
    if paid:
        key = "phrases.for_cost" if paid == "for_cost" else "phrases.and_saving"
        said = say(key, said=said, yuan=_yuan(abs(values["yuan"])))
    return (said if told["sure"] >= SURE else say("phrases.if_assumed", said=said)).capital()


def subtitle(answer: Mapping[str, Any]) -> Bilingual:
    """Say of what place, how long, on how many pairs; and that much of it is assumed."""
    key = "phrases.of_run" if answer["kind"] == "run" else "phrases.of_place"
    place = Bilingual(answer["place_title"]["en"], answer["place_title"]["zh"])
    about = say(key, place=place, residents=answer["residents"], days=answer["days"], pairs=answer["pairs"])
    return say("phrases.subtitle", about=about, **answer["numbers"])


def sentence(answer: Mapping[str, Any], arm: str, *, only: str = "") -> Bilingual:
    """Say in half a line what an arm gets and takes: problems solved, yuan, posts or hours.

    Parameters
    ----------
    answer : mapping
    arm : str
    only : {"", "got", "people"}
        Whether that part alone is said: what it gets and costs; posts or hours, empty where it takes none.
    """
    parts = [] if only == "people" else _got_and_paid(answer, answer["measures"][arm])
    if only != "got":
        parts += _people(arm_of(answer, arm))
    return Bilingual(*(mark.join(getattr(part, language) for part in parts) for language, mark in MARKS.items()))


def _people(own: Mapping[str, Any]) -> list[Bilingual]:
    if own["posts"] >= 1.0:
        return [say("phrases.posts", n=own["posts"])]
    if own["given_up_h"] >= 1.0:
        return [say("phrases.given_up", n=round(own["given_up_h"]))]
    if own["hours"]:
        who, n = max(own["hours"].items(), key=lambda item: item[1])
        return [say("phrases.hours", n=round(n), who=word("people", who))]
    return []


def cards(answer: Mapping[str, Any], arm: str | None = None) -> list[Card]:
    """Make the cards of an arm: the five measures that an answer leads with, as far as they are there."""
    own = answer["measures"][arm or leading(answer)]
    return [card(answer, name, own[name]) for name in CARDS if name in own]


def card(answer: Mapping[str, Any], name: str, found: Mapping[str, Any]) -> Card:
    """Make the card of one measure."""
    digits, low, high = found["digits"], found["low"], found["high"]
    if answer["kind"] == "run":
        return Card(
            name, measure_called(name), word("units", found["unit"]), "", number(found["value"], digits), "",
            _interval(low, high, digits, signed=False), "", Bilingual("", ""), Bilingual("", ""), "grey", 0,
        )  # fmt: skip
    verdict, sure = found["verdict"], found["sure"]
    return Card(
        name, measure_called(name), word("units", found["unit"]), number(found["before"], digits),
        number(found["after"], digits), number(found["change"], digits, signed=True),
        _interval(low, high, digits, signed=True), verdict, verdict_words(verdict), sure_words(sure),
        COLOURS.get(verdict, "grey") if sure >= SURE else "grey", sure,
    )  # fmt: skip


def leading(answer: Mapping[str, Any]) -> str:
    """The arm that an answer is about: the best one, else the first in rank, else the only one."""
    return str(answer["best"] or (answer["ranked"] or [answer["arms"][-1]["key"]])[0])


def arm_of(answer: Mapping[str, Any], arm: str) -> Mapping[str, Any]:
    """What an answer says of an arm."""
    return next(own for own in answer["arms"] if own["key"] == arm)


def arm_called(answer: Mapping[str, Any], arm: str) -> Bilingual:
    """Name an arm."""
    name = arm_of(answer, arm)["name"]
    return Bilingual(name["en"], name["zh"])


def measure_called(name: str) -> Bilingual:
    """Name a measure as on its card."""
    return say(TITLES[name]) if name in TITLES else MEASURES[name].called


def verdict_words(verdict: str) -> Bilingual:
    """Say a verdict."""
    return say(VERDICTS[verdict])


def sure_words(sure: int) -> Bilingual:
    """Say how sure a verdict is; nothing of one that is open."""
    return say("phrases.sure_too") if sure >= SURE else say("phrases.at_assumed") if sure else Bilingual("", "")


def number(value: float | None, digits: int, *, signed: bool = False) -> str:
    """Write a number with fixed decimals; none is never minus zero."""
    if value is None:
        return "-"
    shown = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    return shown.lstrip("+-") if not shown.strip("+-0.,") else shown


def _interval(low: float | None, high: float | None, digits: int, *, signed: bool) -> Bilingual:
    if low is None or high is None:
        return Bilingual("-", "-")
    return say("phrases.to", low=number(low, digits, signed=signed), high=number(high, digits, signed=signed))


def _got_and_paid(answer: Mapping[str, Any], found: Mapping[str, Any]) -> list[Bilingual]:
    parts = []
    if (m := found.get(answer["main"])) and m["change"] is not None:
        parts.append(_main_part(answer, m))
    cost = found.get(answer["cost"] or "")
    if cost and cost["change"] is not None:
        key = "phrases.yuan_more" if cost["change"] >= 0 else "phrases.yuan_less"
        parts.append(say(key, yuan=_yuan(abs(cost["change"]))))
    return parts


def _yuan(value: float) -> str:
    return number(value, 0 if value >= TEN else 1)


def _moved(name: str, found: Mapping[str, Any]) -> Bilingual:
    falls, rises = MOVES[name]
    return say(rises if found["change"] > 0 else falls, x=number(abs(found["change"]), found["digits"]))


def _main_part(answer: Mapping[str, Any], found: Mapping[str, Any]) -> Bilingual:
    x = number(found["change"], found["digits"], signed=True)
    if answer["main"] != MAIN:
        return Bilingual(*(f"{part} {x}" for part in _both(MEASURES[answer["main"]].called)))
    if found["verdict"] == "open":
        return say("phrases.open_solved")
    if x.startswith("-"):  # zero has no sign
        return Bilingual(say("phrases.fewer_solved", x=x).en, say("phrases.fewer_solved", x=x.lstrip("-")).zh)
    return Bilingual(say("phrases.more_solved", x=x).en, say("phrases.more_solved", x=x.lstrip("+")).zh)


def _both(text: Bilingual) -> tuple[str, str]:
    return text.en, text.zh


def _of_run(answer: Mapping[str, Any]) -> Bilingual:
    (found,) = answer["measures"].values()
    if "solved_of_all" in found and "silent" in found:
        solved, silent = (number(found[n]["value"], found[n]["digits"]) for n in ("solved_of_all", "silent"))
        said = say("phrases.run", solved=solved, silent=silent)
    else:
        name, m = next(iter(found.items()))
        unit = word("units", m["unit"])
        said = say("phrases.run_other", title=measure_called(name), x=number(m["value"], m["digits"]), unit=unit)
    return say("phrases.if_assumed", said=said)
