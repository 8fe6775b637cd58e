"""Three faults of Solara 1.58 that a visitor would notice, mended from outside; the version is pinned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def mend() -> None:
    """Mend them, once."""
    from solara import lifecycle
    from solara.components.echarts import EchartsWidget
    from solara.widgets import widgets

    listeners: Any = lifecycle
    if widgets.Navigator.template_file is not None:
        # it makes every browser warn on its console
        _write_right(widgets.Navigator, {"modules.export =": "module.exports ="})
        # a day that is lived before the charts' script has come is an error; it is drawn when that has come
        _write_right(EchartsWidget, {
            "      this.chart.setOption(this.option, true);\n    },\n  },\n  methods": "      if (this.chart) "
            "this.chart.setOption(this.option, true);\n    },\n  },\n  methods",
            "      this.create();": "      if (this.$refs.echarts) this.create();",
        })  # fmt: skip
        listeners.on_kernel_start = _until_closed(lifecycle.on_kernel_start)


def _write_right(widget: Any, changes: Mapping[str, str]) -> None:
    """Change words of a widget's script."""
    file = widget.template_file
    text = (Path(file[0]).with_name(file[1]) if isinstance(file, tuple) else Path(file)).read_text(encoding="utf-8")
    for wrong, right in changes.items():
        text = text.replace(wrong, right)
    widget.template_file = None
    widget._template_default = lambda self: text


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
