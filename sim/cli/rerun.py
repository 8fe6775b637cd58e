"""Run what was asked of a study folder again, from its own configuration, into another folder, and say what changed.

  govsim rerun results/winter into=again     place numbers included: the place's file is not needed

Works on any machine and with any version that knows the settings.
"""

from __future__ import annotations

from pathlib import Path

from sim.cli.arguments import LANG, Asked, Takes, Words
from sim.cli.flags import OUTPUT
from sim.cli.how import ANEW, JOIN, of_a_folder, read_how
from sim.errors import Problem
from sim.folder_names import ALLOWED, fault_of
from sim.i18n import joined, say

TAKES = Takes((*OUTPUT, LANG, JOIN, ANEW), Words("DIR", example="results/winter"), settings=True)


def main(asked: Asked) -> int:
    """Run again, compare with what was there."""
    from sim.cli.answer import measure_names
    from sim.cli.asking import ask
    from sim.cli.printing import print_answer, printed
    from sim.studies.results import results_of
    from sim.studies.verify import changes

    how = read_how(asked.settings, join="--join" in asked.flags, anew="--anew" in asked.flags)
    names, problems = measure_names(asked.flags.get("--measures"))
    said = dict(word.split("=", 1) for word in how.settings)
    asked.refuse([*how.problems, *problems, *of_a_folder(how, ("into", "results_dir"))])
    results = results_of(Path(asked.words[0]))
    name = said.get("into", f"{results.path.name}-again").strip("'\"")
    if fault := fault_of(name):
        asked.refuse([Problem("into", say("how.bad_folder", name=repr(name), why=fault), ALLOWED)])
    into = Path(said["results_dir"].strip("'\"")) / name if "results_dir" in said else results.path.parent / name
    if into.resolve() == results.path.resolve():
        asked.refuse([Problem("into", say("how.same_folder", folder=into), say("arms.another_name"))])
    came = ask(results.ask, into, how, say("store.going_on", folder=into))
    print_answer(came, printed(asked.flags, names, how.score), point=came.results.asked.told["question"])
    if "--json" not in asked.flags:
        told = changes(results, came.results)
        key = "store.rerun_changed" if told else "store.rerun_same"
        print(say(key, folder=results.path, told=joined(told[:20], "\n  "), n=len(told)))
    if came.after is not None:
        raise came.after
    return 0
