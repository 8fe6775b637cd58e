"""Where things are: cells with position, area, neighbours and shape, and the areas made of them.

``cells`` is what everybody else knows; ``lattice`` builds cells in rows and columns, and is the only file that knows
of rows and columns; ``surveyed`` reads the irregular cells of a real map. ``areas`` puts streets, communities,
compounds and grids on cells; ``cuts`` cuts a walk, ``trees`` whatever hangs together, and ``partition`` draws grids.
"""
