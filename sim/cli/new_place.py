"""Make a place of your own: asks what map and records do not say, writes a file that can be used at once.

  --out FOLDER         where map.npz and observations.csv lie; place.yaml is written there
  --answers FILE       answers from a file instead of the keyboard, lines of the form: population: 30400
  --replace            write place.yaml anew where there is one

Each number has a norm with its source where there is one: Enter takes it at the keyboard, the word norm in a file.
What is answered is kept in FOLDER/answers.yaml: after a stop the same command goes on. A number that a map or records
count is not asked; a file that tells another says so (grids: told 30).

Examples
--------
  govsim new-place --out mine/
  govsim new-place --out mine/ --answers ten.yaml --lang zh
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.arguments import LANG, Asked, Flag, Takes
from sim.errors import Interrupted, Problem, words_of
from sim.i18n import joined, say

if TYPE_CHECKING:
    from sim.own_place.answers import Answers
    from sim.own_place.questions import Question

OUT, ANSWERS, REPLACE = Flag(("--out",), "FOLDER"), Flag(("--answers",), "FILE"), Flag(("--replace",))
TAKES = Takes((OUT, ANSWERS, REPLACE, LANG))
PLACE = "place.yaml"


def main(asked: Asked) -> int:
    """Ask, weigh, write."""
    from sim.own_place.answers import KEPT, read_answers
    from sim.own_place.counted import counted_in
    from sim.own_place.weighing import weighed

    folder = _folder(asked)
    counted, kept = counted_in(folder), folder / KEPT
    if "--answers" in asked.flags:
        answers = read_answers(Path(asked.flags["--answers"]), counted, all_of_them=True)
        for said in weighed(answers.values):
            print(said)
    else:
        answers = read_answers(kept, counted, all_of_them=False) if kept.is_file() else _none(counted)
        _dialogue(answers, folder)
    _write(answers, folder)
    return 0


def _none(counted: object) -> Answers:
    from sim.own_place.answers import Answers

    return Answers(counted)  # type: ignore[arg-type]


def _folder(asked: Asked) -> Path:
    """Where the place is written; everything that is wrong with it is said before the first question."""
    from sim.own_place.written import name_fault
    from sim.writable import folder_problem

    with asked.sound() as wrong:
        if "--out" not in asked.flags:
            wrong.append(Problem("--out", say("own_place.no_out"), "--out mine/"))
    folder = Path(asked.flags["--out"])
    with asked.sound() as wrong:
        if problem := folder_problem(folder, "--out"):
            wrong.append(problem)
        if (why := name_fault(folder.resolve().name)) is not None:
            wrong.append(Problem("--out", why))
        if (folder / PLACE).exists() and "--replace" not in asked.flags:
            there = say("own_place.there", path=folder / PLACE)
            wrong.append(Problem("--out", there, hint=say("own_place.there_hint")))
    return folder


def _dialogue(answers: Answers, folder: Path) -> None:
    """Ask until nothing is missing and nothing contradicts itself; what is answered is kept at once."""
    from sim.own_place.answers import KEPT, shown_value
    from sim.own_place.questions import BY_KEY
    from sim.own_place.weighing import refusals

    print(say("own_place.greeting", folder=folder))
    if known := [
        say("own_place.known", title=BY_KEY[key].title, x=shown_value(BY_KEY[key], one.value), where=one.where)
        for key, one in answers.counted.items()
    ]:
        print(say("own_place.knows", names=joined(known, "; ")))
    try:
        while True:
            for question in answers.missing():
                _ask(answers, question)
                answers.keep(folder)
            problems = refusals(answers.values)
            if not problems:
                return
            print(say("own_place.again"))
            for problem in problems:
                print(problem)
                for key in problem.where.split(", "):
                    answers.forget(key)
    except (KeyboardInterrupt, EOFError):
        answers.keep(folder)
        told = sum(origin != "counted" for origin in answers.origin.values())
        raise Interrupted("\n" + say("own_place.stopped", n=told, path=folder / KEPT)) from None


def _ask(answers: Answers, question: Question) -> None:
    """Ask one question until there is an answer."""
    from sim.own_place.answers import shown_value
    from sim.own_place.reading import Unreadable
    from sim.own_place.weighing import weighed

    usual = question.usual(answers.values)
    text = say("own_place.asks", title=question.title)
    if usual is not None:
        shown = shown_value(question, usual.value)
        text = say("own_place.asks_with", title=question.title, x=shown, why=usual.why)
    before = weighed(answers.values)
    while True:
        said = input(text).strip()
        if said in ("?", "？"):
            print(question.help)
            continue
        try:
            answers.take(question, said or "norm")
        except Unreadable as error:
            print(say("own_place.answer_wrong", why=words_of(error)))
            continue
        for sentence in weighed(answers.values):
            if sentence not in before:
                print(say("own_place.weighs", said=sentence))
        return


def _write(answers: Answers, folder: Path) -> None:
    """Write the place's file, after it was read as a run would read it."""
    from sim.config.run import parse
    from sim.own_place.counted import MAP, RECORDS, only_street
    from sim.own_place.written import text_of, tree_of
    from sim.store.folder import replace_text

    tree = tree_of(answers, folder.resolve().name, mapped=(folder / MAP).is_file())
    answers.keep(folder)
    if not {"name", "title", "title_zh"} & set(answers.names) and (only := only_street(folder / MAP)):
        tree["place"]["title_zh"] = only  # better than the name of the folder
    seen_from_here = {"map": str((folder / MAP).absolute())} if "map" in tree["place"] else {}
    parse({**tree, "place": {**tree["place"], **seen_from_here}})
    path = folder / PLACE
    replace_text(path, text_of(tree, answers, folder))
    origins = list(answers.origin.values())
    many = {origin: origins.count(origin) for origin in ("told", "counted", "norm")}
    print(say("own_place.written", path=path, **many))
    print(say("own_place.next", path=path))
    if (folder / RECORDS).is_file():
        print(say("own_place.next_records", path=path, records=folder / RECORDS))
