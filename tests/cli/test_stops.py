"""A run that is stopped keeps what it has, says so, and exits as the signal asks."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from sim.cli import guarded, main
from sim.cli.terminal import stoppable
from sim.config.run import RunConfig
from sim.store.folder import StudyFolder
from sim.studies.engines import work
from sim.studies.loading import load
from sim.studies.replication import Replication

ROOT = Path(__file__).parents[2]
HEARING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in ("SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_DFL)
from sim.cli import main, terminal
terminal.FIRST_S = terminal.EVERY_S = 0.1
sys.exit(main(sys.argv[1:]))
"""
"""A govsim that hears signals also where the tests themselves run in the background, or under nohup."""


@pytest.mark.slow
def test_a_kill_saves_and_exits_as_a_shell_expects(tmp_path: Path) -> None:
    """SIGHUP, which ends a process that does not hear it; how the others are heard is seen below, in this process."""
    asked = ["compare", "baseline", "dual_report", "place=demo", "pairs=3000", "days=100", "jobs=1", "into=stopped"]
    asked.append("--full")
    with subprocess.Popen(
        [sys.executable, "-c", HEARING, *asked],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        try:
            done = 0
            while done < 4:  # both arms have some
                assert process.poll() is None
                done = max([done, *map(int, re.findall(r"(\d+) of 6000", process.stderr.readline()))])
            process.send_signal(signal.SIGHUP)
            text, err = process.communicate(timeout=90)
        finally:
            process.kill()  # one that did not hear would live for an hour
    assert process.returncode == 129
    assert "stopped by SIGHUP" in err
    assert "Traceback" not in err
    assert f"what is missing: govsim resume {Path('results', 'stopped')}" in err
    assert " of 3,000 replications of 100 days" in " ".join(text.split()), text
    found = load(tmp_path / "results" / "stopped")
    assert found.manifest["complete"] is False
    assert len(found.runs) > 0
    assert all(list(numbers) == list(range(len(numbers))) for numbers in found.manifest["replications"].values())
    assert not list(found.path.rglob(".*.tmp"))
    assert not (found.path / "writers").exists()


def test_what_is_ignored_stays_ignored_and_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    ignored = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable() as stop:
            os.kill(os.getpid(), signal.SIGHUP)  # as under nohup
            assert not stop.is_set()
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.is_set()
            assert stop.interrupted(2, 12, "go on").signum == signal.SIGTERM
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, ignored)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_every_signal_is_heard_and_is_the_exit_code(name: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    def unheard(*_: object) -> None:
        raise AssertionError(f"{name} was not heard")

    def job() -> int:
        with stoppable() as stop:
            os.kill(os.getpid(), number)
            assert stop.is_set()
            raise stop.interrupted(2, 12, "go on")

    number = getattr(signal, name)
    before = signal.signal(number, unheard)  # not ignored, as it is where tests run in the background or under nohup
    try:
        assert guarded("govsim run", job) == code
        assert signal.getsignal(number) is unheard
    finally:
        signal.signal(number, before)
    said = capsys.readouterr().err
    assert f"stopped by {name}" in said
    assert "2 of 12" in said


def test_a_run_may_be_started_beside_the_main_thread() -> None:
    found: list[bool] = []

    def run() -> None:
        with stoppable() as stop:
            found.append(stop.is_set())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [False]


def test_an_interrupted_table_says_how_many_of_how_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["run", "place=demo", "replications=12", "days=20", "jobs=1", f"results_dir={tmp_path}"]
    work.compile_here()  # which lives a replication of its own
    whole, lived = work.live, list[int]()

    def live(config: RunConfig, number: int, *asked: Any, **said: Any) -> Replication:
        if config.run.days == 20:  # the compiler's are shorter
            lived.append(number)
            if number == 3:
                os.kill(os.getpid(), signal.SIGTERM)
        return whole(config, number, *asked, **said)

    with monkeypatch.context() as stopped:
        stopped.setattr(work, "live", live)
        assert guarded("govsim run", lambda: main(asked)) == 143
    out, err = capsys.readouterr()
    assert "Of 12 pairs asked for 3 are there" in " ".join(out.split())
    assert "3 of 12" in err
    assert f"what is missing: govsim resume {tmp_path / 'demo'}" in err
    assert len(load(tmp_path / "demo").runs) == 3
    assert main(asked) == 0
    assert len(load(tmp_path / "demo").runs) == 12
    # and nothing larger is replaced by what is smaller
    lived.clear()
    with monkeypatch.context() as stopped:
        stopped.setattr(work, "live", live)
        assert main([*asked[:2], "replications=2", *asked[3:]]) == 0
    assert lived == []
    assert StudyFolder(tmp_path / "demo").table("runs").num_rows == 12  # type: ignore[union-attr]
