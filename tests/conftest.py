"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["GOVSIM_CONFIG_DIR"] = os.devnull  # whatever language the user has set
for _name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(_name, "").startswith("zh"):  # what is said is compared with English
        del os.environ[_name]


@pytest.fixture(autouse=True)
def _own_folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run tests of the command line in a folder of their own, so that no run folder lands in the checkout."""
    if request.path.is_relative_to(Path(__file__).parent / "cli"):
        monkeypatch.chdir(tmp_path)
