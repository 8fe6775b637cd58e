"""A run that is stopped keeps what it has, says so, and exits as the signal asks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sim.cli import guarded, main
from sim.cli.terminal import stoppable

ROOT = Path(__file__).parents[2]
HEARING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in ("SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_DFL)
from sim.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""A govsim that hears signals also where the tests themselves run in the background, or under nohup."""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_kill_saves_and_exits_as_a_shell_expects(tmp_path: Path, name: str, code: int) -> None:
    asked = ["compare", "baseline", "dual_report", "place=demo", "pairs=3000", "days=100", "jobs=1", "into=stopped"]
    with subprocess.Popen(
        [sys.executable, "-c", HEARING, *asked],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        try:
            while "of 6000" not in process.stderr.readline():
                assert process.poll() is None
            process.send_signal(getattr(signal, name))
            text, err = process.communicate(timeout=90)
        finally:
            process.kill()  # one that did not hear would live for an hour
    assert process.returncode == code
    assert f"stopped by {name}" in err
    assert "Traceback" not in err
    assert " of 3,000 replications of 100 days" in " ".join(text.split()), text
    (folder,) = (tmp_path / "results" / "stopped").iterdir()
    told = json.loads((folder / "manifest.json").read_text())
    assert told["complete"] is False
    assert not list((tmp_path / "results").glob(".parts*"))


def test_what_is_ignored_stays_ignored_and_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    ignored = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable() as stop:
            os.kill(os.getpid(), signal.SIGHUP)  # as under nohup
            assert not stop.is_set()
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.is_set()
            assert stop.interrupted(2, 12).signum == signal.SIGTERM
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, ignored)
    assert signal.getsignal(signal.SIGINT) is before


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
    assert main(asked) == 0
    capsys.readouterr()
    import sim.study.engine as engine

    whole, lived = engine.live, []

    def live(*args: object, **said: object) -> object:
        lived.append(1)
        if len(lived) == 4:  # the first is for the compiler
            os.kill(os.getpid(), signal.SIGTERM)
        return whole(*args, **said)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "live", live)
    assert guarded("govsim run", lambda: main(asked)) == 143
    out, err = capsys.readouterr()
    assert " of 12 replications of 20 days" in out
    assert "holds 12 of 12 replications" in out
    assert "had finished" in err
    (folder,) = (tmp_path / "demo").iterdir()
    assert json.loads((folder / "manifest.json").read_text())["complete"] is True
