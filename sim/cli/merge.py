"""Put folders of one study together, e.g. from machines that share no disk.

govsim merge nodeA/winter nodeB/winter into=winter     into results/winter; nothing is taken away anywhere
"""

from __future__ import annotations

from pathlib import Path

from sim.cli.arguments import LANG, Asked, Takes, Words
from sim.errors import Problem
from sim.folder_names import ALLOWED, fault_of
from sim.i18n import say

TAKES = Takes((LANG,), Words("DIR", 1, None, example="nodeA/winter nodeB/winter"), settings=True)


def main(asked: Asked) -> int:
    """Copy, and say what came together."""
    from sim.store.folder import StudyFolder
    from sim.store.merge import merge
    from sim.studies.answers import conclude
    from sim.studies.results import answers_of, results_of
    from sim.writable import try_folder

    said = dict(word.split("=", 1) for word in asked.settings)
    problems = [
        Problem(key, say("how.no_setting", command="merge"), "into, results_dir")
        for key in said
        if key not in ("into", "results_dir")
    ]
    name = said.get("into", "").strip("'\"")
    if not name:
        problems.append(Problem("into", say("how.not_said"), say("how.merged_name")))
    elif fault := fault_of(name):
        problems.append(Problem("into", say("how.bad_folder", name=repr(name), why=fault), ALLOWED))
    asked.refuse(problems)
    into = Path(said.get("results_dir", "results").strip("'\"")) / name
    try_folder(into if into.exists() else into.parent)
    came = merge([Path(word) for word in asked.words], into)
    for results in answers_of(into):
        if len(results.tasks):
            conclude(results)
    tasks = sum(StudyFolder(into).codes().values())
    print(say("store.merged", shards=came.shards, answers=came.answers, tasks=tasks, folder=into))
    if not results_of(into).complete:
        print(say("store.go_on", folder=into))
    return 0
