"""Write the brief of results: a page that needs no network, a Word file, sheets; of a run or a comparison.

  report.html   one page that needs nothing else
  report.docx   the same to edit and pass on
  report.xlsx   all tables behind it

  govsim report results/demo                              of the newest answer, into results/demo/answers/.../
  govsim report results/demo/answers/60b4773c8022 --lang both
  govsim report results/jilin --streets 17,18             of a province, drawn by community: a click goes down to these

govsim compare writes page and sheets by itself, and so do resume and extend of a comparison, unless --no-report
is given or GOVSIM_NO_REPORT is set.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.errors import Interrupted, Problem, words_of
from sim.i18n import in_force, say

if TYPE_CHECKING:
    from sim.cli.asking import Answered
    from sim.studies.results import Results

NO_REPORT = Flag(("--no-report",))
SWITCHED_OFF = "GOVSIM_NO_REPORT"
"""Variable of the environment under which no brief is written by itself: of scripts and of tests."""
STREETS = Flag(("--streets",), "N,N")
TAKES = Takes((LANG, STREETS), Words("DIR", example="results/demo"))


def main(asked: Asked) -> int:
    """Write the brief and say where it is."""
    from sim.brief.write import write_report
    from sim.errors import ResultError
    from sim.studies.loading import load
    from sim.studies.results import Results

    asked.refuse([])
    results = load(asked.words[0])
    if not isinstance(results, Results):
        raise ResultError(say("brief.old", path=results.path))
    streets = _streets(asked, results)
    for file in write_report(results, in_force(), word=True, streets=streets):
        print(say("brief.written", path=file))
    return 0


def _streets(asked: Asked, results: Results) -> list[int]:
    """Streets that are asked for, from 0."""
    said = asked.flags.get("--streets", "")
    if not said:
        return []
    many = int(results.asked.tree(results.arms[0])["place"]["streets"])
    wrong = [one for one in said.split(",") if not one.strip().isdecimal() or not 1 <= int(one) <= many]
    asked.refuse(
        [Problem("--streets", say("errors.found", x=repr(one)), say("brief.streets", most=many)) for one in wrong]
    )
    return [int(one) - 1 for one in said.split(",")]


def report_by_itself(asked: Asked, came: Answered) -> None:
    """Write the brief of a comparison just lived; what goes wrong is told in a sentence and costs no result."""
    results = came.results
    if "--no-report" in asked.flags or os.environ.get(SWITCHED_OFF) or results.asked.told["kind"] != "compare":
        return
    if isinstance(came.after, Interrupted):  # who stops it does not wait for a pair to be lived again
        return
    from sim.brief.write import write_report

    try:
        write_report(results, in_force())
    except (Exception, KeyboardInterrupt) as error:  # whatever it is: the results are there, the brief is made again
        why = words_of(error) if hasattr(error, "problems") else str(error) or type(error).__name__
        print(say("brief.unwritten", why=why, folder=results.path), file=sys.stderr)
