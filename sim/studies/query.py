"""SQL over all results: every study folder as tables that DuckDB reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from sim.errors import ResultError
from sim.i18n import joined, say
from sim.store.asks import labels_of, read_ask
from sim.store.folder import TABLES, StudyFolder, changed_rows, unchanged
from sim.store.merge import ANSWERS
from sim.store.tasks import tree_of
from sim.studies.folders import study_folders
from sim.studies.results import Results, answers_of, codes_read
from sim.studies.tables import fullest, tidy

WITH_ROWS = (*TABLES, "costs")
"""Tables of which a task has many rows."""


def query(sql: str, folders: Sequence[Path], remarks: list[str] | None = None) -> pd.DataFrame:
    """Answer a question in SQL over study folders.

    Parameters
    ----------
    sql : str
        Over the tables runs, daily, areas, cases, costs, map, flows and waits; each has study, place, arm and
        replication. Over draws, too, if there are any: study, place, arm, draw, source and the measures; and over
        drawn: study, source, draw, parameter and value.
    folders : sequence of Path
        Study folders, or folders in which they lie.
    remarks : list of str, optional
        What was left out is added, in words: rows of other code, changed rows, shards that could not be read.

    Raises
    ------
    ResultError
        If there is no result, or DuckDB does not understand the question.
    """
    studies = [
        study for folder in folders for study in ([folder] if (folder / ANSWERS).is_dir() else study_folders(folder))
    ]
    if not studies:
        raise ResultError(say("studies.no_results", folders=joined(map(str, folders))))
    base = connected(studies, [] if remarks is None else remarks)
    try:
        answer = base.execute(sql)
        if answer is None:
            raise duckdb.ParserException(say("studies.no_query"))
        return answer.df()
    except duckdb.Error as error:
        there = joined(name for (name,) in base.execute("show tables").fetchall())
        raise ResultError(say("studies.sql", why=" ".join(str(error).split()), tables=there)) from None
    finally:
        base.close()


def connected(studies: Sequence[Path], remarks: list[str]) -> duckdb.DuckDBPyConnection:
    """Open a base in memory with the tables of all studies; rows are read when they are asked for."""
    base = duckdb.connect(":memory:")
    runs, tasks, draws, drawn = [], [], list[pd.DataFrame](), list[pd.DataFrame]()
    stores = [StudyFolder(study) for study in studies]
    for store in stores:
        named = _tasks(store, remarks)
        if named is None:
            continue
        frame, trees = named
        runs.append(tidy(frame, trees).assign(study=store.path.name, task=frame["task"].to_numpy()))
        tasks.append(runs[-1][["study", "place", "arm", "task"]])
        for results in (own for own in answers_of(store.path) if own.asked.draws):
            draws.append(_draws(results))
            drawn.append(_drawn(results))
    if not runs:
        raise ResultError(say("store.nothing_there", folder=joined(map(str, studies))))
    whole = pd.concat(runs, ignore_index=True)
    first = ["study", "place", "arm"]
    base.register("runs", whole[[*first, *[c for c in whole.columns if c not in first]]])
    base.register("tasks", pd.concat(tasks, ignore_index=True))
    if draws:
        base.register("draws", pd.concat(draws, ignore_index=True).drop_duplicates(["study", "arm", "draw", "source"]))
        told = pd.concat(drawn, ignore_index=True)
        base.register("drawn", told.drop_duplicates(["study", "draw", "source", "parameter"]))
    for kind in WITH_ROWS:
        shards = [str(path) for store in stores for path in store.whole_shards(kind)]
        if shards:
            listed = ", ".join("'" + path.replace("'", "''") + "'" for path in shards)
            # of a task that was lived twice, the shard that kept most of its rows
            base.execute(
                f"create view {kind} as select t.study, t.place, t.arm, d.* exclude (task, filename, kept) from "
                "(select * from (select *, count(*) over (partition by task, filename) as kept "
                f"from read_parquet([{listed}], union_by_name=true, filename=true)) "
                "qualify dense_rank() over (partition by task order by kept desc, filename) = 1) d "
                "join tasks t using (task)"
            )
    remarks += [line for store in stores for line in store.damaged]
    return base


def _draws(results: Results) -> pd.DataFrame:
    """Draws of a question."""
    place = results.asked.tree(results.arms[0])["place"]["name"]
    about = {"study": results.path.name, "place": place, "source": results.asked.source}
    return results.draws.assign(**about)[[*about, *results.draws.columns]]


def _drawn(results: Results) -> pd.DataFrame:
    """What was drawn in it."""
    told = pd.DataFrame([{"draw": k, **own} for k, own in enumerate(results.asked.drawn)])
    long = told.melt("draw", var_name="parameter", value_name="value").dropna()
    return long.assign(study=results.path.name, source=results.asked.source)[
        ["study", "source", "draw", "parameter", "value"]
    ]


def _tasks(store: StudyFolder, remarks: list[str]) -> tuple[pd.DataFrame, dict[str, dict[str, object]]] | None:
    """Tasks of a study with the label of their arm, and the tree of each arm; those of one code only."""
    runs, cells = store.table("runs", doubles=True), store.table("cells")
    if runs is None or cells is None:
        return None
    asked = [read_ask(p / "study.yaml") for p in sorted((store.path / ANSWERS).iterdir()) if p.is_dir()]
    labels = labels_of(asked)
    drawn = {cell for one in asked for own in one.drawn_cells.values() for cell in own} - set(labels)
    pairs = zip(cells["cell"].to_pylist(), cells["tree"].to_pylist(), strict=True)
    trees = {cell: tree_of(text) for cell, text in pairs if cell not in drawn}
    named: dict[str, str] = {}
    for cell in trees:  # one label may stand for two configurations that were asked for at different times
        label = labels.get(cell, cell)
        named[cell] = label if label not in named.values() else f"{label} ({cell})"
    good = unchanged(runs)
    if not all(good):
        what = changed_rows(len(good) - sum(good))
        remarks.append(say("studies.rows_left_out", path=store.path / "runs", what=what))
    frame = runs.to_pandas().assign(good=good)
    frame = frame[~frame["cell"].isin(drawn)]
    own = frame["code"].isin(codes_read(store, trees))
    if others := len(frame[~own].drop_duplicates(["cell", "replication"])):
        remarks.append(say("studies.of_other_code", n=others, folder=store.path))
    frame = frame[own & frame["good"] & frame["cell"].isin(trees)].drop(columns="good")
    frame = fullest(frame.assign(arm=frame["cell"].map(named)), list(named.values()))
    return frame, {named[cell]: tree for cell, tree in trees.items()}
