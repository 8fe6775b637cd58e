"""Study files: the same objects as what is typed, and all that is wrong told at once, with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import sim.config.place_files
import sim.config.study_files
from sim.config.study_files import read_study, study_names
from sim.errors import ConfigError

Write = Callable[..., Path]

WINTER = """\
# @package _global_
defaults: [{override /place: xialu}]
question: {en: "Merge, hire, or stronger members?", zh: 合并、增员，还是激活党员？}
days: 180
replications: 20
policies: {dual_report: {start_day: 90}, community_merging: {start_day: 90}}
voice: {p_notice: 0.6}
arms:
  baseline: {}
  merge80: {policy: [community_merging], place: {workers: "-= 80"}}
  more100: {place: {workers: "+= 100"}}
  weak:    {policy: [dual_report], policies: {dual_report: {active_share: 0.1}}}
  strong:
    policy: dual_report
    policies:
      dual_report:
        active_share: 0.6
sweep: {voice.p_report: [0.2, 0.4]}
draws: 64
until: settled
max_pairs: 160
measures: [response_mean, silent, spending]
test: {place: demo, days: 30, pairs: 2}
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def made(text: str = WINTER, *edits: tuple[str, str], encoding: str = "utf-8") -> Path:
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "winter.yaml").write_bytes(text.encode(encoding))
        return tmp_path / "winter.yaml"

    return made


def told(file: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_study(file)
    return [str(p) for p in caught.value.problems]


def test_what_a_file_says(write: Write) -> None:
    study = read_study(write())
    assert study == read_study("./winter.yaml") == read_study("winter.yaml")
    assert study.place == "xialu"
    assert [arm.name for arm in study.arms] == ["baseline", "merge80", "more100", "weak", "strong"]
    assert study.question["zh"].startswith("合并")
    assert (study.draws, study.until, study.max_pairs) == (64, "settled", 160)
    assert study.sweep == {"voice.p_report": (0.2, 0.4)}
    assert study.measures == ("response_mean", "silent", "spending")
    assert study.tree["replications"] == 20
    assert study.where("arms.strong.policies.dual_report.active_share") == "winter.yaml:17"
    assert study.where("voice.p_notice") == "winter.yaml:7"
    assert study.where("nothing") == "winter.yaml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_it_may_come_from_any_editor(encoding: str, write: Write) -> None:
    assert read_study(write(encoding=encoding)).question["zh"] == "合并、增员，还是激活党员？"


def test_short_forms(write: Write) -> None:
    text = "place: demo\nquestion: 增员是否有用？\npairs: 4\narms: [baseline, more=place.workers+=2]\n"
    study = read_study(write(text))
    assert (study.place, study.question, study.tree) == ("demo", {"zh": "增员是否有用？"}, {"replications": 4})
    assert [(a.name, len(a.changes)) for a in study.arms] == [("baseline", 0), ("more", 1)]
    words = read_study(write("place: demo\narms:\n  more: place.workers+=2\n  weak: 'dual_report:active_share=0.1'\n"))
    assert [(a.name, a.levers) for a in words.arms] == [("more", ()), ("weak", ("dual_report",))]
    own = read_study(write("defaults: [{override /place: demo}, _self_]\nplace: {workers: 20}\narms: {baseline: }\n"))
    assert own.tree == {"place": {"workers": 20}}


def test_a_place_beside_the_file(write: Write, tmp_path: Path) -> None:
    demo = (sim.config.place_files.config_dir() / "place" / "demo.yaml").read_text(encoding="utf-8")
    (tmp_path / "jinhe.yaml").write_text(demo, encoding="utf-8")
    assert read_study(write("place: ./jinhe.yaml\narms: {baseline: }")).place == str(tmp_path / "./jinhe.yaml")
    assert "no such file" in "".join(told(write("place: ./jinhee.yaml\narms: {baseline: }")))


FAULTS: dict[str, tuple[tuple[str, str], str]] = {
    "a key": (("draws: 64", "drawz: 64"), "winter.yaml:19: drawz: a study has no such key\n    did you mean draws"),
    "a number of the place": (("draws: 64", "workers: 64"), "write it below place:"),
    "another number of the place": (("draws: 64", "grids: 64"), "write it below place:"),
    "a dotted key": (("draws: 64", "voice.p_report: 64"), "write voice: and below it, indented, p_report:"),
    "levers for all": (("draws: 64", "policy: [whistle]"), "names its levers in its arms"),
    "a lever": (("policy: [dual_report]", "policy: [dual_rport]"), "winter.yaml:12: 'dual_rport' is not a lever"),
    "a dose": (("active_share: 0.1", "activ_share: 0.1"), "winter.yaml:12: policies.dual_report.activ_share"),
    "a number": (('workers: "-= 80"', 'wrkers: "-= 80"'), "did you mean workers"),
    "an operator": (('"-= 80"', '"-= many"'), "a number behind -="),
    "no value": (('"-= 80"', ""), "found place.workers=None"),
    "a run's key in an arm": (('place: {workers: "+= 100"}', "days: 3"), "winter.yaml:11: days: an arm has no such"),
    "an arm's name": (("more100:", "more.100:"), "cannot be the name of an arm"),
    "an arm that is a number": (('{place: {workers: "+= 100"}}', "3"), "winter.yaml:11: found 3"),
    "a key for all": (("p_notice", "p_notise"), "winter.yaml:7: voice.p_notise"),
    "a sweep": (("[0.2, 0.4]", "0.2"), "winter.yaml:18: sweep.voice.p_report: found 0.2"),
    "a swept key": (("voice.p_report: [", "voice.p_repot: ["), "did you mean p_report"),
    "draws": (("draws: 64", "draws: many"), "draws: found 'many'"),
    "yes for a count": (("draws: 64", "draws: true"), "draws: found True"),
    "until": (("until: settled", "until: tomorrow"), "until: found 'tomorrow'"),
    "max_pairs alone": (("until: settled\n", ""), "max_pairs: without until"),
    "a measure": (("silent,", "silnt,"), "winter.yaml:22: measures: 'silnt' is no measure\n    did you mean silent"),
    "a test": (("pairs: 2}", "pars: 2}"), "test.pars: a test has no such key\n    did you mean pairs"),
    "a test's place": (("place: demo", "place: dmo"), "did you mean demo"),
    "the question": (("question: {en:", "question: {fr:"), "{en: ..., zh: ...}"),
    "the environment": (("0.6\nsweep", "${oc.env:HOME}\nsweep"), "cannot look things up"),
    "the environment in a list": (("{p_notice: 0.6}", "{p_notice: [1, {b: '${x}'}]}"), "cannot look things up"),
    "a number for an arm's place": (('{workers: "+= 100"}', "3"), "winter.yaml:11: place: found 3"),
    "two places": (("days: 180", "days: 180\nplace: demo"), "2 places are named"),
    "no place": (("defaults: [{override /place: xialu}]", "#"), "0 places are named"),
    "a place": (("/place: xialu", "/place: xialou"), "did you mean xialu"),
    "other defaults": (("{override /place: xialu}", "{override /place: xialu}, hydra"), "defaults: found 'hydra'"),
    "no arms": (("arms:\n  baseline: {}", "arms: {}\nneeds:\n  x: {}"), "arms by name"),
    "pairs beside replications": (("draws: 64", "pairs: 64"), "replications are said, too"),
    "a group that is a number": (("{p_notice: 0.6}", "3"), "voice: found 3"),
    "twice": (("draws: 64", "days: 64"), "line 19: days is said twice, first in line 4"),
    "a tag": (("draws: 64", "draws: !!python/name:os.system"), "tags"),
    "a tab": (("draws: 64", "\tdraws: 64"), "tab"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_line(fault: str, write: Write) -> None:
    edit, words = FAULTS[fault]
    said = "\n".join(told(write(WINTER, edit)))
    assert words in said


def test_all_faults_at_once(write: Write) -> None:
    edits = [FAULTS[f][0] for f in ("a key", "a dose", "an operator", "a sweep", "a measure", "a test", "a place")]
    assert len(told(write(WINTER, *edits))) == len(edits)


@pytest.mark.parametrize(("text", "words"), [("", "nothing in it"), ("- a\n", "instead of settings"), ("3", "found 3")])
def test_what_is_no_study(text: str, words: str, write: Write) -> None:
    (said,) = told(write(text))
    assert words in said


def test_a_study_that_is_not_there_tells_of_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="into=winter says the folder of results"):
        read_study("winter")
    with pytest.raises(ConfigError, match="no such file"):
        read_study(tmp_path / "winter.yaml")
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "winter.yaml").write_text(WINTER, encoding="utf-8")
    monkeypatch.setattr(sim.config.study_files, "config_dir", lambda: tmp_path)
    assert study_names() == ["winter"]
    assert read_study("winter").place == "xialu"
    with pytest.raises(ConfigError, match="did you mean winter"):
        read_study("wintr")
