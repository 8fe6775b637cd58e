"""Go on with a study folder: live what is missing of what was asked last, or of one of its answers.

govsim resume results/xialu
govsim resume results/winter shard=3/40      every 40th task from the third, for arrays of jobs; they share the work

jobs=2 budget=4h engine=dask     see govsim run --help
--join    share the work with a process that writes there already
--same    the code has moved: live one task of each arm again; if all bits agree, both codes count as one
--anew    the code has moved: live all again; the old rows stay, apart
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.cli.flags import OUTPUT
from sim.cli.how import ANEW, JOIN, HowAsked, of_a_folder, read_how
from sim.cli.report import NO_REPORT
from sim.i18n import joined, say

if TYPE_CHECKING:
    from sim.studies.results import Results

SAME = Flag(("--same",))
TAKES = Takes((*OUTPUT, LANG, JOIN, SAME, ANEW, NO_REPORT), Words("DIR", example="results/xialu"), settings=True)


def main(asked: Asked) -> int:
    """Go on, print what is there."""
    from sim.cli.answer import measure_names
    from sim.cli.asking import ask
    from sim.cli.printing import print_answer, printed
    from sim.cli.report import report_by_itself
    from sim.studies.results import results_of

    how = read_how(asked.settings, join="--join" in asked.flags, anew="--anew" in asked.flags)
    names, problems = measure_names(asked.flags.get("--measures"))
    asked.refuse([*how.problems, *problems, *of_a_folder(how)])
    if how.how.shard is not None:
        how.how = replace(how.how, join=True)
    named = results_of(Path(asked.words[0]))
    if "--same" in asked.flags:
        _note_same(named.path, how)
    for results in _unfinished(named, Path(asked.words[0])) or [named]:
        came = ask(results.ask, results.path, how, say("store.going_on", folder=results.path))
        if how.how.shard is not None and not came.results.complete:
            print(say("store.shard", there=came.outcome.there, asked=came.outcome.asked, folder=results.path))
        else:
            report_by_itself(asked, came)
            print_answer(came, printed(asked.flags, names, how.score), point=came.results.asked.told["question"])
        if came.after is not None:
            raise came.after
    return 0


def _unfinished(named: Results, folder: Path) -> list[Results]:
    """The questions to go on with: the one that is named, or those of a study folder that are not complete."""
    from sim.studies.results import answers_of

    if folder != named.path:
        return [named]
    return [results for results in answers_of(named.path) if not results.complete]


def _note_same(path: Path, how: HowAsked) -> None:
    """Live one task of each cell that other code has lived, and note both codes as equal if all bits agree."""
    from sim.errors import Mismatch
    from sim.store.code import identity
    from sim.store.folder import StudyFolder
    from sim.studies.engines.make import engine_of
    from sim.studies.verify import verify

    folder = StudyFolder(path)
    own = folder.same_codes(identity())
    for code in sorted(set(folder.codes()) - own):
        with engine_of(how.engine, how.jobs or 0) as engine:
            found = verify(path, engine, code=code)
        if not found.agrees:
            wrong = [*map(str, found.differences[:10]), *found.failed, *found.changed, *found.damaged]
            told = joined(wrong, "\n")
            raise Mismatch(say("store.not_same", code=code, own=identity(), told=told))
        folder.note_same(identity(), code)
        print(say("store.same", code=code, own=identity(), n=found.tasks))
