"""Faults of Solara that are mended from outside: were they mended there, these would say so."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from solara import lifecycle
from solara.components import echarts
from solara.server import kernel, kernel_context
from solara.toestand import Singleton
from solara.widgets import widgets

from sim.viewer.mended import mend


def test_what_a_tab_registered_goes_with_it() -> None:
    mend()
    listeners: list[Any] = lifecycle._on_kernel_start_callbacks
    before = len(listeners)
    loop = asyncio.new_event_loop()
    tab = kernel_context.VirtualKernelContext("tab", kernel.Kernel(), "visitor", event_loop=loop)
    with tab:
        Singleton(lambda: 1)  # as Mesa's buttons do whenever they are drawn
    assert len(listeners) == before + 1
    tab.restart()  # what it does when it closes, too, less the widgets of this whole process
    loop.close()
    assert len(listeners) == before


def test_the_script_that_made_browsers_warn_is_still_theirs_and_ours_is_right() -> None:
    mend()
    theirs = (Path(widgets.__file__).parent / "vue" / "navigator.vue").read_text(encoding="utf-8")
    assert "modules.export =" in theirs
    ours: str = widgets.Navigator._template_default(None)
    assert ours == theirs.replace("modules.export =", "module.exports =")


def test_a_chart_whose_script_has_not_come_waits_for_it() -> None:
    mend()
    theirs = Path(echarts.__file__).with_name("echarts.vue").read_text(encoding="utf-8")
    ours: str = echarts.EchartsWidget._template_default(None)
    assert (theirs.count("this.chart.setOption"), theirs.count("if (this.chart) this.chart.setOption")) == (2, 0)
    assert (ours.count("this.chart.setOption"), ours.count("if (this.chart) this.chart.setOption")) == (2, 1)
    assert "if (this.$refs.echarts) this.create();" in ours
