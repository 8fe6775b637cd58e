"""Two faults of Solara 1.58 that a visitor would notice, mended from outside; the version is pinned."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


def mend() -> None:
    """Mend them, once."""
    from solara import lifecycle
    from solara.widgets import widgets

    listeners: Any = lifecycle
    if widgets.Navigator.template_file is not None:
        _write_navigator_right(widgets.Navigator)
        listeners.on_kernel_start = _until_closed(lifecycle.on_kernel_start)


def _write_navigator_right(navigator: Any) -> None:
    """Write a word of its script right: "modules.export" makes every browser warn on its console."""
    text = Path(navigator.template_file).read_text(encoding="utf-8")
    mended = text.replace("modules.export =", "module.exports =")
    navigator.template_file = None
    navigator._template_default = lambda self: mended


Listener = Callable[[], Callable[[], None] | None]


def _until_closed(register: Callable[[Listener], Callable[[], None]]) -> Callable[[Listener], Callable[[], None]]:
    """Forget with a tab what was registered for every later one while it was drawn.

    Each drawing of Mesa's buttons makes tasks, which Solara keeps in a list for as long as it runs; with them it keeps
    the model, 10 MB a closed tab of Xialu.
    """
    from solara.server import kernel_context

    def on_kernel_start(listener: Listener) -> Callable[[], None]:
        forget = register(listener)

        def forget_once() -> None:
            with suppress(ValueError):  # it was forgotten already
                forget()

        if kernel_context.has_current_context():
            kernel_context.get_current_context().on_close(forget_once)
        return forget_once

    return on_kernel_start
