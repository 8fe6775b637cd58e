"""Hydra's parser gets plain texts to show, wherever Python looks at them."""

from __future__ import annotations

import argparse

import pytest
from hydra._internal import utils
from hydra._internal.hydra import Hydra

from sim.cli import main
from sim.cli.hydra_help import TextHelp, text_helps


class Late:
    """A help text that is worked out when it is shown, as Hydra's is."""

    def __repr__(self) -> str:
        return "worked out late"


def test_every_help_that_hydra_adds_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    helps = list[object]()
    add = argparse.ArgumentParser.add_argument

    def seen(parser: argparse.ArgumentParser, *names: str, **described: object) -> argparse.Action:
        if "help" in described:  # ours have none
            helps.append(described["help"])  # before argparse looks at it, which it does since Python 3.14
        return add(parser, *names, **described)

    monkeypatch.setattr(argparse.ArgumentParser, "add_argument", seen)
    assert main(["run", "--shell-completion", "install=bash"]) == 0
    assert len(helps) > 10
    assert [type(text) for text in helps] == [str] * len(helps)


def test_the_late_help_is_still_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(Hydra, "format_config_groups", lambda *_, **__: "")  # whose list takes seconds
    assert main(["run", "--hydra-help"]) == 0
    shown = capsys.readouterr().out
    assert "Install or Uninstall shell completion" in shown
    assert "Bash - Install" in shown


def test_only_hydra_is_given_the_parser() -> None:
    plain = argparse.ArgumentParser
    with text_helps():
        assert utils.argparse.ArgumentParser is TextHelp
        assert argparse.ArgumentParser is plain
    assert utils.argparse is argparse


def test_texts_and_silence_pass_unchanged() -> None:
    parser = TextHelp(add_help=False)
    given = "a text with %(default)s", argparse.SUPPRESS, None, Late()
    kept = [parser.add_argument(f"--{'abcd'[i]}", help=text).help for i, text in enumerate(given)]
    assert kept == [*given[:3], "worked out late"]
