"""Make the published tables of studies anew: what do our own questions come to with the model as it stands?

Runs each study of ``configs/study`` that has a page here (what is in ``results`` already is not lived again), writes
``results/curated/NAME``: ``table.csv``, ``README.md`` and, where there are few arms, figures; and puts the table into
the page ``experiments/NAME.md``. The table of all levers has draws and is made by ``all_levers.py``; of it only the
page is written here.

    python experiments/publish.py                   # all of them: make results
    python experiments/publish.py xialu_grids       # one
    python experiments/publish.py --pages           # put the published tables into the pages; nothing is run
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import pandas as pd

import sim
from sim.cli import guarded
from sim.config.studies import Study
from sim.config.study_files import read_study
from sim.errors import ConfigError, Problem, did_you_mean
from sim.report.plots import make_figures
from sim.store.folder import replace_file, replace_text
from sim.studies.published import as_markdown, changes, with_table
from sim.studies.results import Results
from sim.writable import try_folder

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "experiments"
CURATED = ROOT / "results" / "curated"
FEW_ARMS = 6
"""A figure of more arms cannot be read."""
README = """\
# {en}

{zh}

    govsim compare study={name}

{pairs} pairs of {days} days, seed {seed}; lived at commit {commit} by version {version}.
Question, design, answer, limits: [experiments/{name}.md](../../../experiments/{name}.md).

`table.csv` has what each arm changes against the arm named beside it, with the 95 % interval over pairs, p by Holm's
correction over the measures of an arm, and whether that is settled (`same` is surely too small to matter, `open` is not
settled). {assumed} of the {numbers} numbers in the first arm are assumed: read it as what the model shows under them.
Made by `make results`; do not edit.
"""


def names() -> list[str]:
    """Studies with a page."""
    return sorted(path.stem for path in PAGES.glob("*.md"))


def table_of(results: Results, study: Study) -> pd.DataFrame:
    """Compare every arm with the one that it is to be told from."""
    return changes(results.runs, {arm: study.own_baseline(arm) for arm in results.arms}, study.measures)


def publish(name: str, out: Path) -> None:
    """Run a study and write its table, its figures and its README."""
    study = read_study(name)
    into = Path("results") / str(study.tree["into"])
    for folder in (into, out):
        try_folder(folder, str(folder))
    results = sim.study(name, into=into, progress=True)
    replace_file(
        out / "table.csv",
        lambda p: table_of(results, study).to_csv(p, index=False, encoding="utf-8-sig", float_format="%.6g"),
    )
    task, first = results.tasks.iloc[-1], results.configs[0]
    known = [info for info, _ in first.parameters() if info.basis != "choice"]
    told = README.format(
        name=name, **study.question, pairs=min(map(len, results.replications.values())), days=first.run.days,
        seed=first.run.seed, commit=task["commit"][:7], version=task["version"],
        assumed=sum(info.basis == "assumed" for info in known), numbers=len(known),
    )  # fmt: skip
    replace_text(out / "README.md", told)
    if len(results.arms) <= FEW_ARMS:
        for figure in make_figures(results, formats=("png",)).files:
            shutil.copyfile(figure, out / figure.name)


def page_table(name: str, curated: Path = CURATED) -> str:
    """Make the table of a page from the published one."""
    found = pd.read_csv(curated / name / "table.csv", encoding="utf-8-sig")
    study = read_study(name)
    if "lever" in found:  # of all levers: those that are paid for, each by its arm
        found = found[found.funding == "added"].rename(columns={"lever": "arm"})
        found["against"] = found.arm.map(study.own_baseline)
    return as_markdown(found, study.measures)


def write_page(name: str) -> None:
    """Put the published table into the page."""
    page = PAGES / f"{name}.md"
    replace_text(page, with_table(page.read_text(encoding="utf-8"), page_table(name)))


def main() -> int:
    """Run what is asked for, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", nargs="*", help="names of studies; all by default")
    parser.add_argument("--pages", action="store_true", help="run nothing")
    asked = parser.parse_args()
    if wrong := [name for name in asked.study if name not in names()]:
        raise ConfigError(
            [Problem("STUDY", f"{name} has no page", ", ".join(names()), did_you_mean(name, names())) for name in wrong]
        )
    for name in asked.study or names():
        if not asked.pages and not read_study(name).draws:
            publish(name, CURATED / name)
        write_page(name)
    return 0


if __name__ == "__main__":
    sys.exit(guarded("publish", main))
