"""No English sentence on a Chinese figure, no Chinese on an English one."""

from __future__ import annotations

import pytest
from matplotlib.text import Text

from sim.report.kinds import FIGURES, OLD_ONES
from sim.report.style import sheet
from sim.studies.old_results import OldResults
from tests.i18n.language import strangers
from tests.report.conftest import page_of


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", OLD_ONES)
def test_a_figure_keeps_to_one_language(name: str, language: str, two_arms: OldResults) -> None:
    with sheet():
        figure = FIGURES[name](two_arms, page_of(two_arms, language))
        figure.canvas.draw()
    told = [text.get_text() for text in figure.findobj(Text)]
    assert sum(map(len, told)) > 100
    assert strangers("\n".join(told), language) == []
