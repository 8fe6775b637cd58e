"""Make Hydra 1.3's argument parser on Python 3.14 and later, where its own help text stands in the way.

Hydra puts off working out the help of ``--shell-completion`` and gives argparse an object that is no text yet. Since
Python 3.14 argparse looks at every help as it is added and refuses that one ("badly formed help string"), so nothing
that goes through Hydra's parser would start. Here it is given the same help as plain text, on every Python. A Hydra
that mends this itself is left as it is: texts pass unchanged.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any


class TextHelp(argparse.ArgumentParser):
    """A parser that turns every help into the text that it would be printed as."""

    def add_argument(self, *names: Any, **described: Any) -> argparse.Action:
        """Add an argument as argparse does."""
        if described.get("help") is not None:
            described["help"] = str(described["help"])
        return super().add_argument(*names, **described)


@contextmanager
def text_helps() -> Iterator[None]:
    """Let Hydra make its parser from `TextHelp`. argparse itself stays as it is for everybody else."""
    from hydra._internal import utils

    theirs = vars(utils).get("argparse", argparse)
    vars(utils)["argparse"] = SimpleNamespace(**{**vars(argparse), "ArgumentParser": TextHelp})
    try:
        yield
    finally:
        vars(utils)["argparse"] = theirs
