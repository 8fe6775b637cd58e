"""The brief of a small comparison: it stands alone, says what the answer says, and is the same twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.brief.fonts import gaps
from sim.brief.page import report_html
from sim.cli import main
from sim.show.phrases import cards, title
from sim.studies.verdict import read_answer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison of a fortieth of the demonstration."""
    made = tmp_path_factory.mktemp("brief")
    words = ["place=demo", "pairs=2", "days=60", "warmup_days=10", f"results_dir={made}"]
    assert main(["compare", "baseline", "dual_report", *words]) == 0
    return made / "demo"


def test_the_page_says_what_the_answer_says_and_asks_nobody(folder: Path) -> None:
    answer, page = read_answer(folder), report_html(folder, "both")
    for lang in ("en", "zh"):
        assert f"<h1>{getattr(title(answer), lang)}</h1>" in page
    for card in cards(answer):
        assert f'<b class="after">{card.after}</b>' in page
    assert not re.search(r'(src|href)="(?!data:)', page)
    assert "default-src 'none'" in page
    assert len(page.encode()) < 1_000_000
    assert gaps(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)) == set()
    assert page == report_html(folder, "both")


def test_a_fault_in_the_brief_costs_no_result(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.delenv("GOVSIM_NO_REPORT")
    monkeypatch.setattr("sim.brief.write.write_report", fails)
    words = ["place=demo", "pairs=2", "days=60", "warmup_days=10", f"results_dir={folder.parent}"]
    assert main(["compare", "baseline", "dual_report", *words]) == 0
    assert "no ink" in capsys.readouterr().err
