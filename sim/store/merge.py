"""Put folders of one study together, e.g. from machines that share no disk."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import ConfigError, OtherCode, Problem
from sim.i18n import joined, say
from sim.store.asks import read_ask
from sim.store.folder import KINDS, StudyFolder
from sim.store.writers import writing

ANSWERS, LATEST = "answers", "latest"
"""Folder of what was concluded, in a study folder, and the file in it that names the newest answer."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What was copied.

    Attributes
    ----------
    shards, answers : int
        Files of rows; questions that the target did not have.
    """

    shards: int
    answers: int


def merge(sources: Sequence[Path], into: Path) -> Merged:
    """Copy the shards and questions of folders into another one; nothing is taken away anywhere.

    Parameters
    ----------
    sources : sequence of Path
    into : Path
        Made if it is not there.

    Raises
    ------
    ConfigError
        With all problems: a source that is no study folder, or that was asked nothing the others were.
    OtherCode
        If they were lived by different code that is not known to give the same bits.
    FolderInUse
        If another process writes into the target.
    """
    _same_study([*sources, into] if into.exists() else list(sources))
    same = _same_code([*sources, into])
    shards = answers = 0
    with writing(into):
        for code in same[1:]:
            StudyFolder(into).note_same(code, same[0])
        for source in sources:
            for kind in KINDS:
                shards += sum(_copied(path, into / kind / path.name) for path in StudyFolder(source).shards(kind))
            for path in sorted((source / "failed").glob("*.json")):
                _copied(path, into / "failed" / path.name)
            for folder in sorted((source / ANSWERS).iterdir()):
                if folder.is_dir() and _copied(folder / "study.yaml", into / ANSWERS / folder.name / "study.yaml"):
                    answers += 1
        for name in ("study.yaml", f"{ANSWERS}/{LATEST}"):
            _copied(sources[0] / name, into / name)
    return Merged(shards, answers)


def _copied(path: Path, to: Path) -> bool:
    """Copy a file that the target does not have, under a temporary name first."""
    if to.exists() or not path.is_file():
        return False
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".{to.name}.tmp")
    try:
        shutil.copyfile(path, draft)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    return True


def _same_study(folders: Sequence[Path]) -> None:
    problems, asked = [], {}
    for folder in folders:
        try:
            own = [p for p in (folder / ANSWERS).iterdir() if p.is_dir()]
        except OSError:
            problems.append(Problem(str(folder), say("store.no_answers"), say("store.of_one_study")))
            continue
        asked[folder] = {cell for path in own for cell in read_ask(path / "study.yaml").cells.values()}
    first = next(iter(asked), None)
    for folder, cells in asked.items():
        if first is not None and not cells & asked[first]:
            problems.append(Problem(str(folder), say("store.of_another", first=first), say("store.of_one_study")))
    if problems:
        raise ConfigError(problems)


def _same_code(folders: Sequence[Path]) -> list[str]:
    """See that one code lived all, or codes that are known to give the same bits; return those if several."""
    codes = {code: folder for folder in folders for code in StudyFolder(folder).codes()}
    if not codes:
        return []
    same = set().union(*(StudyFolder(folder).same_codes(next(iter(codes))) for folder in folders))
    strangers = {code: folder for code, folder in codes.items() if code not in same}
    if strangers:
        first = next(iter(codes))
        told = joined(
            say("store.code_in", code=code, folder=folder)
            for code, folder in {first: codes[first], **strangers}.items()
        )
        raise OtherCode(say("store.codes_differ", told=told, folder=next(iter(strangers.values()))))
    return list(codes) if len(codes) > 1 else []
