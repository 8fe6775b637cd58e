"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import connected, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CLI = Path(__file__).parent / "cli"
os.environ["GOVSIM_CONFIG_DIR"] = os.devnull  # whatever language the user has set
for _name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(_name, "").startswith("zh"):  # what is said is compared with English
        del os.environ[_name]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with Chromium: one worker starts it, and none waits for it at the end; or leave it out if asked to."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if os.environ.get("GOVSIM_NO_BROWSER"):
        left_out = [item for item in items if item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = items[len(left_out) :]


os.environ["GOVSIM_NO_REPORT"] = "1"  # a brief costs a second or two: those who test it take this away


@pytest.fixture(autouse=True)
def _own_folder(request: pytest.FixtureRequest) -> None:
    """Run tests of the command line in a folder of their own, so that no run folder lands in the checkout."""
    if request.path.is_relative_to(CLI):  # of the others few need a folder, and making one takes a millisecond
        request.getfixturevalue("monkeypatch").chdir(request.getfixturevalue("tmp_path"))


@pytest.fixture(scope="session", autouse=True)
def _no_disk() -> Iterator[None]:
    """Wait for no disk: what tests write need not outlive a power cut, and there are thousands of files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_posteriors(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the posteriors of places away: a comparison would take draws of them, in this process and in others."""
    from sim.studies.posterior import FOLDER

    os.environ[FOLDER] = str(tmp_path_factory.mktemp("posteriors"))


@pytest.fixture(scope="session")
def chromium_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the one Chromium of the session."""
    with started(tmp_path_factory.mktemp("chromium")) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(chromium_address: str) -> Iterator[Browser]:
    """Drive Chromium. Playwright's event loop ends with the module: one that runs on breaks those of Solara."""
    with connected(chromium_address) as browser:
        yield browser
