"""Output that nobody reads, that cannot be written, or that a terminal has no signs for."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from sim.cli import guarded, main
from sim.cli.output import Patient, outputs
from sim.studies.loading import load

ROOT = Path(__file__).parents[2]
CHINESE = {"区": "下陆区 ± 5 ㎡", "sign": "😀", "quote": '"\\'}
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")


@contextmanager
def unread(monkeypatch: pytest.MonkeyPatch, *streams: str) -> Iterator[None]:
    """Let streams be pipes whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8", closefd=True) as pipe, monkeypatch.context() as changed:
        for stream in streams:
            changed.setattr(sys, stream, pipe)
        yield


def chatter(done: list[int]) -> int:
    """Print more than any buffer holds, in every way that we print."""
    for i in range(2000):
        print("x" * 100)
        print("y" * 100, file=sys.stderr)
        done.append(i)
    Console().print("z" * 1000)
    print("flushed", flush=True)
    return 0


@pytest.mark.parametrize("streams", [["stdout"], ["stderr"], ["stdout", "stderr"]])
def test_a_job_goes_on_when_nobody_reads(streams: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    with unread(monkeypatch, *streams):
        before = sys.stdout
        assert guarded("govsim", lambda: chatter(done)) == 0
        assert sys.stdout is before
        sys.stdout.flush()  # nothing is left for the end of the interpreter to fail at
    assert len(done) == 2000


def test_no_run_of_a_sweep_is_lost_when_nobody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with unread(monkeypatch, "stdout", "stderr"):
        asked = ["run", "-m", "place=demo", "seed=1,2,3", "days=3", "replications=1", "--json"]
        assert main(asked) == 0
    found = load(tmp_path / "results" / "demo")
    assert list(found.runs.seed) == [1, 2, 3]
    assert (found.path / "manifest.json").is_file()


def test_an_error_keeps_its_exit_code_when_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    with unread(monkeypatch, "stdout", "stderr"):
        assert main(["cmopare"]) == 2
        assert main(["run", "place=nowhere"]) == 2


@full
def test_a_full_disk_behind_the_output_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[int] = []
    with open("/dev/full", "w", encoding="utf-8") as disk, monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", disk)
        assert guarded("govsim run", lambda: chatter(done)) == 1
        assert main(["list", "places"]) == 1
        assert main(["--help"]) == 1
    assert len(done) == 2000
    said = capsys.readouterr().err
    for name in ("govsim run", "govsim list", "govsim"):
        assert said.count(f"{name}: what was printed could not be written: the disk is full\n") == 1


def test_closed_streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["show", "voice"]) == 0
    assert main(["run", "place=demo", "days=3", "replications=1"]) == 0
    assert (tmp_path / "results").is_dir()
    monkeypatch.undo()
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["cmopare"]) == 2
    assert capsys.readouterr().out == ""  # where Python prints what goes to a closed stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "gb18030", "utf-8"])
def test_every_encoding_gets_all_signs_and_json_stays_json(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def job() -> int:
        print(json.dumps(CHINESE, ensure_ascii=False))
        Console().print("下陆区")
        return 0

    with (tmp_path / "said").open("w", encoding=encoding) as stream, monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", stream)
        assert guarded("govsim", job) == 0
    first, second = (tmp_path / "said").read_text(encoding).splitlines()
    assert json.loads(first) == CHINESE
    assert second == ("下陆区" if encoding not in ("ascii", "latin-1") else r"\u4e0b\u9646\u533a")
    if encoding == "gbk":
        assert "下陆区" in first


def test_a_choice_of_what_to_do_with_strange_signs_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "said"
    with path.open("w", encoding="ascii", errors="replace") as stream, monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", stream)
        assert guarded("govsim", lambda: print("区")) == 0
    assert path.read_text() == "?\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes that do not block")
def test_a_pipe_that_does_not_block_waits_for_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    got: list[bytes] = []

    def read() -> None:
        with open(reader, "rb") as pipe:
            got.append(pipe.read())

    slow = threading.Thread(target=read)
    with open(writer, "w", encoding="utf-8") as pipe, monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", pipe)
        threading.Timer(0.2, slow.start).start()
        assert guarded("govsim", lambda: print("x" * 10**6)) == 0
    slow.join()
    assert len(got[0]) == 10**6 + 1


@pytest.mark.parametrize(
    ("system", "number", "told"),
    [("linux", errno.EPIPE, False), ("win32", errno.EINVAL, False), ("linux", errno.EINVAL, True),
     ("linux", errno.ECONNRESET, False), ("win32", errno.ENOSPC, True)],
)  # fmt: skip
def test_which_errors_mean_that_the_reader_went_away(
    system: str, number: int, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(io.RawIOBase):
        def write(self, data: object) -> int:
            raise OSError(number, "as the system says it")

    stream = Patient(Broken())
    assert stream.write(b"four") == 4
    monkeypatch.setattr(sys, "platform", system)
    assert stream.lost is not None
    assert (stream.failed is not None) is told


def test_outputs_inside_outputs_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "said").open("w", encoding="utf-8") as stream, monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", stream)
        with outputs():
            outer = sys.stdout
            with outputs() as below:
                assert below is None
                assert sys.stdout is outer
                print("once")
    assert (tmp_path / "said").read_text() == "once\n"


@full
@pytest.mark.slow
def test_the_end_of_the_interpreter_is_quiet_too() -> None:
    """Nobody reads, a full disk, and one behind a stream without a buffer."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    reader, writer = os.pipe()
    os.close(reader)
    for flags, stream, code in (
        ([], writer, 0), ([], os.open("/dev/full", os.O_WRONLY), 1), (["-u"], os.open("/dev/full", os.O_WRONLY), 1),
    ):  # fmt: skip
        command = [sys.executable, *flags, "-m", "sim", "--help", "--lang", "zh"]
        ended = subprocess.run(command, env=env, stdout=stream, stderr=subprocess.PIPE, text=True, check=False)
        os.close(stream)
        assert ended.returncode == code
        assert len(ended.stderr.splitlines()) == code
