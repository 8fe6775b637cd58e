"""map_report.html: the map with all that was found about it, in one file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from sim.geography.surveyed import Survey
from sim.i18n import Bilingual, in_force, say
from sim.maps.areas import REPAIRED, Finding
from sim.maps.drawing import drawn

STYLE = """
body{font:16px/1.55 "Segoe UI","Helvetica Neue",Arial,"Noto Sans","govsim CJK","PingFang SC",
"Microsoft YaHei",sans-serif;
color:#1a1a1a;margin:0 auto;max-width:68rem;padding:1.2rem}
h1{font-size:1.5rem;margin:.2rem 0 .6rem}h2{font-size:1.15rem;margin:1.6rem 0 .5rem}
svg{display:block;width:100%;min-width:38rem;height:auto;border:1px solid #d9d9d9;box-sizing:border-box;background:#fff}
.link{stroke:#9a4a08;stroke-width:1.6;stroke-dasharray:5 4}
p,li{max-width:46rem;overflow-wrap:anywhere}li{margin:.25rem 0}.quiet{color:#595959}.wide{overflow-x:auto}
table{border-collapse:collapse}th,td{padding:.2rem .9rem .2rem 0;text-align:right;border-bottom:1px solid #d9d9d9}
th:nth-child(-n+2),td:nth-child(-n+2){text-align:left;white-space:nowrap}th{color:#595959;font-weight:600;vertical-align:bottom;
word-break:keep-all}
code{background:#f2f2f2;padding:.1rem .3rem;overflow-wrap:anywhere}
@media print{body{padding:0}h2{break-after:avoid}tr,li{break-inside:avoid}}
"""

COLUMNS = (
    "maps.column_community", "maps.column_street", "maps.column_grids", "maps.column_cells", "maps.column_km2",
    "maps.column_people", "maps.column_people_a_grid",
)  # fmt: skip


def headline(survey: Survey) -> Bilingual:
    """Say in one sentence what the map has."""
    people = round(float(survey.residents.sum()))
    km2 = float(survey.cells.area.sum()) / 1e6
    said = {**survey.counts, "cells": len(survey.cells), "km2": km2, "people": people}
    return say("maps.headline" if survey.counted else "maps.headline_assumed", **said)


def page(survey: Survey, findings: Sequence[Finding], command: str) -> str:
    """Write the report of a map."""
    lines, marks = [], []
    for number, finding in enumerate(findings, start=1):
        lines.append(_item(finding))
        if finding.place is not None:
            marks.append((number, finding.place))
    repaired = sum(finding.kind == REPAIRED for finding in findings)
    found = (
        say("maps.findings", repaired=repaired, told=len(findings) - repaired)
        if findings
        else say("maps.nothing_found")
    )
    title = escape(say("maps.title"))
    language = "zh" if in_force() == "zh" else "en"
    files = ", ".join(f"{name} (sha256 {digest[:12]})" for name, digest in survey.about.get("files", ()))
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>{STYLE}</style></head><body>
<h1>{_text(headline(survey))}</h1>
<p class="quiet">{_text(say("maps.from_files", files=files, sha=survey.sha256[:12]))}</p>
<div class="wide">{drawn(survey, marks)}</div>
<p class="quiet">{_text(say("maps.legend"))}</p>
<h2>{_text(found)}</h2>
<ol>{"".join(lines)}</ol>
<h2>{_text(say("maps.by_community"))}</h2>
<div class="wide">{_table(survey)}</div>
<h2>{_text(say("maps.next"))}</h2>
<p><code>{_text(command)}</code></p>
</body></html>
"""


def _item(finding: Finding) -> str:
    return f"<li>{_text(finding.line)}</li>"


def _text(said: str) -> str:
    return escape(said).replace("\n", "<br>")


def _table(survey: Survey) -> str:
    head = "".join(f"<th>{_text(say(key))}</th>" for key in COLUMNS)
    rows = []
    for m, name in enumerate(survey.community_names):
        own = survey.community == m
        people, grids = float(survey.residents[own].sum()), len(np.unique(survey.grid[own]))
        street = survey.street_names[survey.street_of_community[m]]
        km2 = f"{survey.cells.area[own].sum() / 1e6:.2f}"
        values = (name, street, grids, int(own.sum()), km2, f"{people:,.0f}", f"{people / grids:,.0f}")
        rows.append("<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in values) + "</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
