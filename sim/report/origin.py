"""Where a figure comes from: place, replications, days, seed, commit, digest, and the command that makes it again."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass

import sim
from sim.config.run import RunConfig
from sim.errors import ResultError
from sim.i18n import Bilingual, say
from sim.store.commit import commit
from sim.studies.loading import AnyResults
from sim.studies.old_results import AGAIN


@dataclass(frozen=True, slots=True)
class Origin:
    """What a figure must tell about its run.

    Attributes
    ----------
    replications : tuple of int
        Of each arm; they differ if the run was interrupted.
    codes : tuple of str
        Identities of the code that lived it.
    """

    place: str
    title: str
    title_zh: str
    arms: tuple[str, ...]
    replications: tuple[int, ...]
    days: int
    warmup_days: int
    seed: int
    commit: str
    digests: tuple[str, ...]
    command: str
    complete: bool
    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, saved: AnyResults) -> Origin:
        """Read it off results.

        Raises
        ------
        ResultError
            If ``config.yaml`` or ``overrides.yaml`` of an old run folder are damaged.
        """
        told = saved.manifest
        try:
            place = dict(saved.tree("config.yaml")[saved.arms[0]]["place"])
        except (TypeError, KeyError, ValueError) as error:
            what = say("results.no_place", arm=saved.arms[0])
            raise ResultError(
                say("results.damaged", file=saved.path / "config.yaml", what=what, again=AGAIN)
            ) from error
        typed = saved.tree("overrides.yaml") or []
        if not isinstance(typed, list):
            raise ResultError(say("results.no_list", file=saved.path / "overrides.yaml", again=AGAIN))
        kind = told.get("kind") or ("compare" if len(saved.arms) > 1 else "run")
        words = ["run", "-m"] if kind == "sweep" else [kind]
        command = shlex.join(["govsim", *words, *map(str, typed)])
        return cls(
            place=told["place"],
            title=place.get("title") or told["place"],
            title_zh=place.get("title_zh") or place.get("title") or told["place"],
            arms=tuple(saved.arms),
            replications=tuple(len(told["replications"][arm]) for arm in saved.arms),
            days=told["days"],
            warmup_days=told["warmup_days"],
            seed=told["seed"],
            commit=told["commit"],
            digests=tuple(told["digests"][arm] for arm in saved.arms),
            command=command,
            complete=told["complete"],
            codes=tuple(sorted(getattr(saved, "codes", ()))),
        )

    @classmethod
    def of_config(cls, config: RunConfig, command: str) -> Origin:
        """Tell of a study without a folder of its own, by the baseline it starts from and the command that makes it."""
        run, place = config.run, config.place
        return cls(
            place=place.name,
            title=place.title or place.name,
            title_zh=place.title_zh or place.title or place.name,
            arms=("baseline",),
            replications=(run.replications,),
            days=run.days,
            warmup_days=run.warmup_days,
            seed=run.seed,
            commit=commit(),
            digests=(config.digest(),),
            command=command,
            complete=True,
        )

    def subtitle(self) -> Bilingual:
        """Say on one line what the figure rests on."""
        low, high = min(self.replications), max(self.replications)
        return say(
            "report.subtitle" if low == high else "report.subtitle_some",
            title=Bilingual(self.title, self.title_zh),
            n=low,
            low=low,
            high=high,
            cut="" if self.complete else say("report.interrupted"),
            days=self.days,
            warmup=say("report.warmup_left", warmup=self.warmup_days) if self.warmup_days else "",
            seed=self.seed,
        )

    def metadata(self, kind: str, title: str) -> dict[str, str | None]:
        """Metadata for the file: provenance as JSON, no date, so that the same data give the same bytes.

        Parameters
        ----------
        kind : {"png", "svg", "pdf"}
        title : str
            What the figure shows.
        """
        told = {
            "place": self.place,
            "arms": dict(zip(self.arms, self.digests, strict=True)),
            "replications": dict(zip(self.arms, self.replications, strict=True)),
            "days": self.days,
            "warmup_days": self.warmup_days,
            "seed": self.seed,
            "commit": self.commit,
            "code": list(self.codes),
            "version": sim.__version__,
            "command": self.command,
        }
        body = json.dumps(told, ensure_ascii=False)
        by = f"govsim {sim.__version__} ({self.commit or 'no commit'})"
        if kind == "svg":
            return {"Title": title, "Creator": by, "Description": body, "Source": self.command, "Date": None}
        if kind == "pdf":  # neither date may be there, so that the same data give the same bytes
            dates = {"CreationDate": None, "ModDate": None}
            return {"Title": title, "Creator": by, "Subject": body, "Keywords": self.command, "Producer": by, **dates}
        return {"Title": title, "Software": by, "Description": body, "Source": self.command}
