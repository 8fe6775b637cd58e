"""Charts as SVG: pure functions from tidy data and words to a text, 720 or 360 units wide.

An SVG shrinks with its page, and its text with it: a page draws each chart in both widths and shows one.
"""

from sim.show.svg.bars import bars
from sim.show.svg.drawing import NARROW, WIDE, in_both_widths
from sim.show.svg.dumbbells import dumbbells
from sim.show.svg.lines import lines
from sim.show.svg.lorenz import lorenz
from sim.show.svg.sankey import sankey
from sim.show.svg.scatter import scatter
from sim.show.svg.tornado import tornado

__all__ = [
    "NARROW",
    "WIDE",
    "bars",
    "dumbbells",
    "in_both_widths",
    "lines",
    "lorenz",
    "sankey",
    "scatter",
    "tornado",
]
