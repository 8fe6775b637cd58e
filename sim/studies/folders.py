"""Study folders below the folder of results: what is there, how large, complete or not; what may go."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sim.errors import ResultError, words_of
from sim.i18n import Bilingual, say
from sim.store.code import identity
from sim.store.folder import KINDS, StudyFolder
from sim.store.merge import ANSWERS, LATEST
from sim.store.shards import read_shard
from sim.store.writers import alive
from sim.studies.results import results_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One study folder.

    Attributes
    ----------
    path : Path
    question : str
        What was asked last, in words.
    tasks, asked : int
        Tasks that are there; asked for by the newest question.
    of_it : int
        Tasks of the newest question that are there.
    answers : int
        Questions that were asked of it.
    written : datetime or None
        When something was last added.
    bytes : int
    state : str
        complete, unfinished, being written, of other code, damaged.
    """

    path: Path
    question: str
    tasks: int
    asked: int
    of_it: int
    answers: int
    written: datetime | None
    bytes: int
    state: str


def study_folders(results: Path) -> list[Path]:
    """Folders below it in which something was asked, at any depth down to three."""
    found: list[Path] = []
    for depth in ("*", "*/*", "*/*/*"):
        found += [p.parent.parent for p in results.glob(f"{depth}/{ANSWERS}/{LATEST}")]
    return sorted(set(found))


def listed(path: Path) -> Listed:
    """Describe a study folder."""
    files = [p for p in path.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in files)
    newest = max((p.stat().st_mtime for p in files), default=None)
    written = datetime.fromtimestamp(newest).astimezone() if newest else None
    folder = StudyFolder(path)
    answers = sum(1 for p in (path / ANSWERS).iterdir() if p.is_dir()) if (path / ANSWERS).is_dir() else 0
    codes = folder.codes()
    try:
        results = results_of(path)
        told = results.asked.told
        asked = (int(told["replications"]) + results.asked.draws) * len(results.arms)
        of_it, question = len(results.tasks) + len(results.draws), f"{told['kind']} {' '.join(map(str, told['typed']))}"
        whole = of_it == asked
        state = "complete" if whole else "unfinished"
        if codes and not folder.same_codes(identity()) & set(codes):
            state = "of other code"
    except ResultError as error:
        asked = of_it = 0
        question, state = words_of(error), "damaged"
    if folder.damaged:
        state = "damaged"
    if alive(path):
        state = "being written"
    return Listed(path, question, sum(codes.values()), asked, of_it, answers, written, size, state)


def left_over(path: Path) -> list[tuple[Path, Bilingual]]:
    """What of a study folder could go, and why: rows of other code, drafts and heartbeats of processes that died."""
    found = [(shard, say("store.other_code")) for shard in of_other_code(path)]
    found += [(draft, say("store.draft")) for draft in sorted(path.rglob(".*.tmp"))]
    found += [(beat, say("store.dead")) for beat in sorted(path.glob("writers/*.json"))]
    return found


def of_other_code(path: Path) -> list[Path]:
    """Shards of a folder all of whose tasks were lived by other code."""
    folder = StudyFolder(path)
    own = folder.same_codes(identity())
    runs = folder.table("runs", columns=["task", "code"])
    if runs is None:
        return []
    mine = {t for t, c in zip(runs["task"].to_pylist(), runs["code"].to_pylist(), strict=True) if c in own}
    found = []
    for kind in KINDS:
        if kind == "cells":
            continue
        for shard in folder.shards(kind):
            tasks = _tasks_of(shard)
            if tasks and not tasks & mine:
                found.append(shard)
    return found


def _tasks_of(shard: Path) -> set[str]:
    try:
        table = read_shard(shard, ["task"])
    except ResultError:
        return set()
    return set() if table is None else set(table["task"].to_pylist())


def remove(paths: Sequence[Path]) -> int:
    """Delete files and folders; return how many bytes became free."""
    freed = 0
    for path in paths:
        if path.is_dir():
            freed += sum(p.stat().st_size for p in path.rglob("*") if p.is_file())
            shutil.rmtree(path)
        else:
            freed += path.stat().st_size
            path.unlink(missing_ok=True)
    return freed
