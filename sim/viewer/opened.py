"""Studies in the folder of results, and the one that a page shows: opened once, kept while nothing is written to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sim.brief.brief import Brief
from sim.errors import ResultError
from sim.i18n import Bilingual, say
from sim.store.merge import ANSWERS, LATEST
from sim.studies.folders import Listed, listed, study_folders
from sim.studies.results import results_of
from sim.studies.verdict import KINDS, read_answer
from sim.viewer.levers import arm_words
from sim.viewer.page import Header

MOST_OPEN = 4
T = TypeVar("T")


class Study:
    """One answer of a study folder, with what was worked out of it for the pages.

    Attributes
    ----------
    key : str
        Path below the folder of results, as it stands in addresses.
    brief : Brief
    """

    def __init__(self, key: str, folder: Path) -> None:
        self.key = key
        self.folder = folder
        results = results_of(folder)
        if results.asked.told["kind"] not in KINDS:
            raise ResultError(say("viewer.no_answer", study=key))
        self.brief = Brief(results, read_answer(folder))
        self._made: dict[Any, Any] = {}
        self._lock = threading.RLock()  # what is made may be made of something that is made once

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Work something out once; others wait for it rather than do it too."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            found: T = self._made[key]
            return found

    @property
    def header(self) -> Header:
        """Place, arms with doses, seed."""
        answer = self.brief.answer
        title = answer.get("place_title") or {"en": answer["place"], "zh": answer["place"]}
        arms = [
            arm_words(arm["key"], [(str(v["key"]), dict(v.get("dose") or {})) for v in arm["levers"]], _name(arm))
            for arm in answer["arms"]
        ]
        seed = answer.get("seed")
        return Header(Bilingual(title["en"], title["zh"]), arms, seed, self.key)


def _name(arm: dict[str, Any]) -> Bilingual:
    return Bilingual(arm["name"]["en"], arm["name"]["zh"])


class Studies:
    """Studies below a folder of results.

    Parameters
    ----------
    root : Path
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open: OrderedDict[tuple[str, str], Study] = OrderedDict()
        self._listed: dict[Path, tuple[str, Listed]] = {}
        self._lock = threading.Lock()

    def keys(self) -> list[str]:
        """Studies that are there, the newest first."""
        found = study_folders(self.root) if self.root.is_dir() else []
        return [p.relative_to(self.root).as_posix() for p in sorted(found, key=_asked_at, reverse=True)]

    def key_of(self, folder: Path) -> str:
        """How a study folder is called in addresses."""
        try:
            return folder.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return folder.name

    def open(self, key: str) -> Study:
        """Open a study; one that has not changed is at hand.

        Raises
        ------
        ResultError
            If there is none of that name, or it has no answer that could be shown.
        """
        if key not in self.keys():
            raise ResultError(say("viewer.no_study", study=key))
        folder = self.root / key
        stamp = _stamp(folder)
        with self._lock:
            study = self._open.get((key, stamp))
            if study is None:
                for old in [k for k in self._open if k[0] == key]:
                    del self._open[old]
                study = self._open[key, stamp] = Study(key, folder)
                while len(self._open) > MOST_OPEN:
                    self._open.popitem(last=False)
            self._open.move_to_end((key, stamp))
            return study

    def listed(self, key: str) -> Listed:
        """What, when, complete or not, of a study."""
        folder = self.root / key
        stamp = _stamp(folder)
        if self._listed.get(folder, ("",))[0] != stamp:
            self._listed[folder] = (stamp, listed(folder))
        return self._listed[folder][1]


def _asked_at(folder: Path) -> float:
    try:
        return (folder / ANSWERS / LATEST).stat().st_mtime
    except OSError:
        return 0.0


def _stamp(folder: Path) -> str:
    """Changes whenever something is written to a study folder."""
    answer = folder / ANSWERS
    paths = [answer / LATEST, folder / "manifest.json", folder / "runs", folder / "writers"]
    try:
        latest = answer / (answer / LATEST).read_text(encoding="utf-8").strip()
        paths += [latest / "answer.json", latest / "frames.json", latest / "study.yaml"]
    except OSError:
        pass
    times = []
    for path in paths:
        try:
            times.append(path.stat().st_mtime_ns)
        except OSError:
            times.append(0)
    return " ".join(map(str, times))
