"""Identity of the code: every file that moves numbers is in it, whatever its line ends."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.store import code


def test_every_name_exists() -> None:
    root = Path(sim.__file__).parent
    assert [name for name in code.MOVES_NUMBERS if not (root / name).exists()] == []


def test_what_replications_import_is_in_it() -> None:
    """Whatever a district imports of ours moves numbers, but for words, checks and files."""
    import subprocess
    import sys

    code_of = "import sim.studies.replication, sys; print('\\n'.join(m for m in sys.modules if m[:4] == 'sim.'))"
    told = subprocess.run(
        [sys.executable, "-c", code_of],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    silent = (
        "sim.cli", "sim.config", "sim.errors", "sim.evidence", "sim.counting", "sim.writable", "sim.folder_names",
        "sim.text_files", "sim.types", "sim.version", "sim.kernel_cache", "sim.i18n",
    )  # fmt: skip
    known = {name.removesuffix(".py").replace("/", ".") for name in code.MOVES_NUMBERS}
    strangers = [
        module for module in told.stdout.split()
        if not module.startswith(silent) and module != "sim.studies"
        and not any(module == f"sim.{k}" or module.startswith(f"sim.{k}.") for k in known)
    ]  # fmt: skip
    assert strangers == []


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in code.MOVES_NUMBERS:
        file = tmp_path / (name if name.endswith(".py") else f"{name}/inside.py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"a = 1\nb = 2\n")
    (tmp_path / "store").mkdir()
    monkeypatch.setattr(code, "__file__", str(tmp_path / "store" / "code.py"))
    return tmp_path


def test_a_changed_byte_is_another_code_and_line_ends_are_not(copied: Path) -> None:
    before = code.identity.__wrapped__()
    file = copied / "kernel" / "inside.py"
    file.write_bytes(b"a = 1\r\nb = 2\r\n")
    assert code.identity.__wrapped__() == before
    file.write_bytes(b"a = 1\nb = 3\n")
    assert code.identity.__wrapped__() != before


def test_a_file_that_moves_its_content_elsewhere_is_another_code(copied: Path) -> None:
    before = code.identity.__wrapped__()
    (copied / "kernel" / "inside.py").rename(copied / "kernel" / "other.py")
    assert code.identity.__wrapped__() != before


def test_other_files_do_not_count(copied: Path) -> None:
    before = code.identity.__wrapped__()
    (copied / "report").mkdir()
    (copied / "report" / "new.py").write_text("x = 1\n", encoding="utf-8")
    assert code.identity.__wrapped__() == before
