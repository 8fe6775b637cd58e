"""Say what of the results could go, and delete it with --yes.

  govsim prune                    what could go: rows of other code, drafts and heartbeats of processes that died
  govsim prune --yes              delete it
  govsim prune results/old --all  the whole folder; with --yes it is deleted

Finished rows of this code never go without --all.
"""

from __future__ import annotations

from pathlib import Path

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.errors import Problem
from sim.i18n import Bilingual, say

TAKES = Takes((Flag(("--yes",)), Flag(("--all",)), LANG), Words("DIR", 0, None, example="results/old"), settings=True)


def main(asked: Asked) -> int:
    """List, and delete if it was said."""
    from sim.errors import FolderInUse
    from sim.store.writers import alive
    from sim.studies.folders import left_over, remove, study_folders
    from sim.studies.results import results_of

    said = dict(word.split("=", 1) for word in asked.settings)
    problems = [
        Problem(key, say("how.no_setting", command="prune"), "results_dir") for key in said if key != "results_dir"
    ]
    if "--all" in asked.flags and not asked.words:
        problems.append(Problem("--all", say("how.no_folder"), "govsim prune DIR --all"))
    asked.refuse(problems)
    root = Path(said.get("results_dir", "results").strip("'\""))
    folders = [results_of(Path(word)).path for word in asked.words] or study_folders(root)
    going: list[tuple[Path, Bilingual]] = []
    for folder in folders:
        if writers := alive(folder):
            raise FolderInUse(say("store.being_written", folder=folder, pid=writers[0].pid, host=writers[0].host))
        going += [(folder, say("store.whole"))] if "--all" in asked.flags else left_over(folder)
    if not going:
        print(say("store.nothing_to_prune"))
        return 0
    for path, why in going:
        print(f"{path}  {why}")
    if "--yes" in asked.flags:
        freed = remove([path for path, _ in going])
        print(say("store.pruned", n=len(going), mb=freed / 1e6))
    else:
        print(say("store.would_prune", n=len(going)))
    return 0
