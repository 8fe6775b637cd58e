"""Ask in SQL over all results (DuckDB).

  govsim query "select place, arm, avg(response_mean) from runs group by all"
  govsim query "select * from runs" --to runs.xlsx          .csv (with BOM), .xlsx or .parquet
  govsim query "from daily where level = 'district'" results_dir=elsewhere

Tables: runs (a row per task with all measures), daily, areas, cases, costs, map, flows ("from" and "to" in quotes)
and waits; each row has study, place, arm and replication. Where numbers were drawn: draws (measures), drawn (values).
`describe runs` names the columns.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.cli.arguments import JSON, LANG, Asked, Flag, Takes, Words
from sim.errors import Problem
from sim.i18n import joined, say

TO = Flag(("--to",), "FILE")
KINDS = (".csv", ".xlsx", ".parquet")
TAKES = Takes((TO, LANG, JSON), Words("SQL", example='"select arm, avg(solved) from runs group by all"'), settings=True)
SHOWN = 200
"""Rows that are printed."""


def main(asked: Asked) -> int:
    """Answer."""
    # SQL has = in it: what argparse took for settings is part of the question, unless it says the folder
    said = [word for word in asked.settings if word.startswith("results_dir=")]
    questions = [*asked.words, *(word for word in asked.settings if word not in said)]
    to = asked.flags.get("--to")
    problems = list[Problem]()
    if len(questions) != 1:
        problems.append(Problem("SQL", say("how.given", n=len(questions)), say("how.one_question")))
    if to is not None and Path(to).suffix not in KINDS:
        problems.append(Problem("--to", say("errors.found", x=repr(to)), say("how.file_ending", kinds=joined(KINDS))))
    asked.refuse(problems)
    from sim.studies.export import write_frame
    from sim.studies.query import query

    folders = [Path(word.partition("=")[2].strip("'\"")) for word in said] or [Path("results")]
    remarks = list[str]()
    frame = query(questions[0], folders, remarks)
    for remark in remarks:
        print(say("notes.of_settings", command="query", said=remark), file=sys.stderr)
    if to is not None:
        write_frame(frame, Path(to))
        print(to)
    elif "--json" in asked.flags:
        print(frame.to_json(orient="records", force_ascii=False, date_format="iso"))
    else:
        print(frame.head(SHOWN).to_string(index=False))
        if len(frame) > SHOWN:
            print(say("how.rows", n=len(frame)))
    return 0
