"""What the viewer answers to addresses and forms, good and bad, without a browser."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli import main
from sim.cli.questions import read_questions
from sim.cli.viz_runs import check, command
from sim.studies.results import results_of
from sim.studies.shown import ensure_frames
from sim.viewer.asked import CommandLine
from sim.viewer.server import Viewer
from tests.viewer.asgi import ask

FORM = {"place": "demo", "levers": {"dual_report": {"active_share": "0.4"}}, "pairs": "3", "seed": "7", "draws": "0"}
WORDS = ["baseline", "dual_report", "place=demo", "pairs=2", "days=60", "warmup_days=10"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results with one small comparison."""
    folder = tmp_path_factory.mktemp("results")
    assert main(["compare", *WORDS, f"results_dir={folder}"]) == 0
    return folder


@pytest.fixture(scope="module")
def app(root: Path) -> Any:
    """The pages, without the guard and without Live."""
    return Viewer(CommandLine(check, command), root).app()


PAGES = ("ask", "answer", "watch", "people", "cases", "evidence", "studies")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_the_language_of_the_visitor_and_names_place_and_arms(app: Any, page: str) -> None:
    english, chinese = (ask(app, f"/{page}", cookie=f"govsim_lang={lang}").text for lang in ("en", "zh"))
    assert '<html lang="en">' in english
    assert '<html lang="zh-CN">' in chinese
    assert '<b class="place">' in english
    assert english.count('class="arm"') == 2
    assert "as is" in english
    assert "现状" in chinese


def test_sheets_hold_what_the_study_holds(app: Any, root: Path) -> None:
    results = results_of(root / "demo")

    def sheet(name: str) -> pd.DataFrame:
        answer = ask(app, f"/export/{name}?study=demo")
        assert answer.headers["content-disposition"] == f'attachment; filename="demo-{name}"'
        assert answer.text.startswith("\ufeff")  # or Excel reads Chinese as something else
        return pd.read_csv(io.StringIO(answer.text.removeprefix("\ufeff")))

    assert sheet("answer.csv")["measure"].tolist() == results.frame["measure"].tolist()
    days = results.daily[results.daily["level"] == "district"]
    assert sheet("days.csv")["response_h"].to_numpy() == pytest.approx(days["response_h"].to_numpy(), nan_ok=True)
    areas = sheet("areas.csv").query("arm == 'baseline' and level == 'district'")
    ours = results.areas.query("arm == 'baseline' and level == 'district'")
    assert areas["silent"].to_list() == pytest.approx([ours["silent"].mean()])
    grids = sheet("areas.csv").query("arm == 'dual_report' and level == 'grid'")
    assert grids["residents"].sum() == areas["residents"].iloc[0]  # the grids are all of it
    assert ask(app, "/export/answer.json?study=demo").json()["place"] == "demo"


def test_what_was_asked_can_be_taken_from_every_page_and_asked_again(app: Any, root: Path, tmp_path: Path) -> None:
    for page in PAGES[1:-1]:
        assert 'href="/export/study.yaml?study=demo"' in ask(app, f"/{page}").text
    (tmp_path / "again.yaml").write_text(ask(app, "/export/study.yaml?study=demo").text, encoding="utf-8")
    again = read_questions([f"study={tmp_path / 'again.yaml'}"]).questions[0].arms
    asked = results_of(root / "demo").ask.arms
    assert again.keys() == asked.keys()
    for arm, config in again.items():
        ours, theirs = config.to_dict(), asked[arm].to_dict()
        assert {key for key in ours if ours[key] != theirs[key]} <= {"results_dir", "jobs"}


def test_the_slowest_cases_are_those_of_the_table(app: Any, root: Path) -> None:
    results = results_of(root / "demo")
    number = int(ask(app, "/export/answer.json?study=demo").json()["replication"])
    cases = results.cases[results.cases["replication"] == number]
    until = cases["t_contact_h"].where(cases["t_contact_h"] <= 60 * 24)
    until = until.fillna(cases["t_close_h"].clip(upper=60 * 24)).fillna(60 * 24)
    waits = (until - cases["t_accept_h"]).groupby([cases["born"], cases["index"]]).max().nlargest(20)
    sheet = pd.read_csv(io.StringIO(ask(app, "/export/cases.csv?study=demo").text.removeprefix("\ufeff")))
    own = sheet[["baseline:wait", "dual_report:wait"]].max(axis=1)
    assert own.to_numpy() == pytest.approx(waits.to_numpy())
    born, index = sheet.loc[0, ["born", "index"]].astype(int)
    life = ask(app, f"/case?study=demo&arm=dual_report&born={born}&index={index}")
    assert life.status == 200
    assert life.text.count("<li>") == 2


def test_what_is_asked_becomes_a_study_that_the_command_line_reads(app: Any, tmp_path: Path) -> None:
    text = ask(app, "/study.yaml", FORM).text
    (tmp_path / "asked.yaml").write_text(text, encoding="utf-8")
    arms = read_questions([f"study={tmp_path / 'asked.yaml'}"]).questions[0].arms
    both = list(arms.values())
    assert [config.policy_names for config in both] == [(), ("dual_report",)]
    assert both[1].policies[0].active_share == 0.4
    assert {config.run.seed for config in both} == {7}


BAD = {
    "no form": ("[1]", 400),
    "no JSON": ("{", 400),
    "far too deep": ("[" * 100_000, 400),
    "too long": ('{"place": "' + "x" * 300_000 + '"}', 400),
    "a place that is none": ({**FORM, "place": "../../etc"}, 400),
    "a lever that is none": ({**FORM, "levers": {"wishing": {}}}, 400),
    "no lever": ({**FORM, "levers": {}}, 400),
    "a dose that is none": ({**FORM, "levers": {"dual_report": {"wish": "1"}}}, 400),
    "a dose out of its range": ({**FORM, "levers": {"dual_report": {"active_share": "7"}}}, 400),
    "a flag as a dose": ({**FORM, "levers": {"dual_report": {"active_share": "--anew"}}}, 400),
    "a folder outside": ({**FORM, "folder": "../x"}, 400),
    "pairs without end": ({**FORM, "pairs": "1e9"}, 400),
}


@pytest.mark.parametrize(("form", "status"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("address", ["/runs", "/study.yaml"])
def test_a_bad_form_is_told_what_is_wrong_and_runs_nothing(app: Any, address: str, form: Any, status: int) -> None:
    answer = ask(app, address, form)
    assert answer.status == status
    problems = answer.json()["problems"]
    assert problems
    assert all(problem and "Traceback" not in problem for problem in problems)
    assert ask(app, "/runs").json() == []


def test_all_that_is_wrong_is_said_at_once_in_the_language_of_the_page(app: Any) -> None:
    form = {**FORM, "pairs": "1", "seed": "x"}
    english, chinese = (
        ask(app, "/runs", form, cookie=f"govsim_lang={lang}").json()["problems"] for lang in ("en", "zh")
    )
    assert [problem.split(":")[0] for problem in english] == ["pairs", "seed"]
    assert len(chinese) == 2
    assert all(any("\u4e00" <= c <= "\u9fff" for c in problem) for problem in chinese)


def test_only_json_is_a_form(app: Any) -> None:
    """A page of another site can send a form or plain text here without asking first."""
    assert ask(app, "/runs", FORM, content_type="text/plain").status == 415


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/answer?study=../../etc", 404), ("/answer?study=none", 404), ("/nowhere", 404), ("/static/../page.py", 404),
        ("/export/passwd?study=demo", 404), ("/export/answer.csv?study=/etc", 404), ("/lever/wishing", 404),
        ("/runs/none", 404), ("/frames?study=none", 404),
        ("/case?study=demo&born=x", 400), ("/case?study=demo&born=999&index=0", 404),
        ("/area?study=demo&community=x", 400), ("/area?study=demo&community=0&grids=[", 400),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_in_words(app: Any, address: str, status: int) -> None:
    answer = ask(app, address)
    assert answer.status == status
    assert answer.text
    assert "Traceback" not in answer.text


def test_an_arm_that_is_none_shows_the_best_one(app: Any) -> None:
    assert ask(app, "/people?arm=<script>").status == 200


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x"])
def test_the_language_switch_leads_nowhere_else(app: Any, back: str) -> None:
    answer = ask(app, f"/lang/zh?next={back}")
    assert answer.headers["location"] == "/"
    assert "samesite=strict" in answer.headers["set-cookie"].lower()


def test_a_page_may_load_nothing_from_elsewhere(app: Any) -> None:
    answer = ask(app, "/answer")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "http://" not in answer.text.replace("http://www.w3.org", "")
    assert "https://" not in answer.text


def test_streets_of_a_province_are_sent_where_they_were_asked_for_and_no_other_file(
    app: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.show.frames.MOST_CELLS", 2)
    address, results = "/street?study=demo&name=", results_of(root / "demo")
    frames = results.answer / "frames.json"
    frames.unlink(missing_ok=True)
    ensure_frames(results, [0])
    assert ask(app, address + "detail/street_001.js").text.startswith("Govsim.detail(0,{")
    for other in ("detail/street_002.js", "answer.json", "../../study.yaml", ""):
        assert ask(app, address + other).status == 404
    assert '"base": "/street?study=demo&name="' in ask(app, "/watch?study=demo").text.replace("\\u0026", "&")
    frames.unlink()
