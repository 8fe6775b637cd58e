"""Run a study's file, or say what it would take.

govsim study winter.yaml               configs/study/NAME.yaml by its name, or any path
govsim study winter.yaml --plan        validate, write the study folder, say tasks and CPU hours, print how to run it
                                       on many machines; nothing is run
govsim study winter.yaml --small       as its test: says, in seconds, into a folder of its own
pairs=40 into=winter jobs=2 budget=4h engine=dask     as in govsim compare
"""

from __future__ import annotations

from dataclasses import replace
from shlex import quote

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.cli.flags import OUTPUT
from sim.cli.how import ANEW, JOIN, read_how, with_study
from sim.i18n import joined, say

PLAN = Flag(("--plan",))
SMALL = Flag(("--small",))
TAKES = Takes((PLAN, *OUTPUT, LANG, SMALL, JOIN, ANEW), Words("FILE", example="winter.yaml"), settings=True)
PARTS = 40
"""Parts, at most, that the printed script cuts the work into."""


def main(asked: Asked) -> int:
    """Run it, or plan it."""
    from sim.cli.compare import run_and_print

    asked.refuse()
    (file,) = asked.words
    named = f"study={file}"
    whole = replace(asked, words=[], settings=[named, *asked.settings], typed=[named, *asked.settings])
    if "--plan" not in asked.flags:
        run_and_print(whole)
        return 0
    return _plan(whole)


def _plan(asked: Asked) -> int:
    """Write down what is asked, and say how it is run elsewhere."""
    from sim.cli.draws_table import source_word
    from sim.cli.keep import folder_problems
    from sim.cli.questions import read_questions
    from sim.store.writers import writing
    from sim.studies.answers import begin
    from sim.studies.asking import ask_of, folder_of, with_draws
    from sim.studies.engines.batches import guess_cpu_s

    how = read_how(asked.settings)
    asked.refuse(how.problems)
    found = read_questions(how.settings, small="--small" in asked.flags)
    how = with_study(how, found.study) if found.study is not None else how
    asked.refuse(folder_problems([next(iter(q.arms.values())) for q in found.questions]))
    total = 0
    for question in found.questions:
        ask = ask_of("compare", question.arms, how.settings, question=question.name)
        ask = with_draws(ask, how.draws, how.source)
        folder = folder_of(ask.first)
        with writing(folder, join=True):
            begin(folder, ask)
        tasks = len(ask.arms) * (ask.replications + len(ask.drawn))
        total += tasks
        hours = tasks * guess_cpu_s(ask.first, tables=True) / 3600.0
        plan = say("store.plan", tasks=tasks, hours=hours, arms=len(ask.arms), pairs=ask.replications)
        if ask.drawn:
            plan = joined([plan, say("draws.plan", n=len(ask.drawn), source=source_word(ask.source))], "; ")
        print(f"{question.name}: {plan}" if question.name else plan)
    print(f"\n{script(str(folder), min(PARTS, total))}")
    return 0


def script(folder: str, parts: int = PARTS) -> str:
    """A script for an array of jobs of SLURM; each lives a part and shares the folder.

    Parameters
    ----------
    folder : str
        The study folder.
    parts : int
    """
    lines = (
        "#!/bin/bash",
        f"#SBATCH --array=0-{parts - 1} --cpus-per-task=1 --mem=1G --time=4:00:00 --signal=B:TERM@120",
        say("how.script_exec"),
        f"exec govsim resume {quote(folder)} shard=$SLURM_ARRAY_TASK_ID/{parts} jobs=1",
        "",
        say("how.script_share", folder=folder),
        say("how.script_merge"),
    )
    return "\n".join(lines)
