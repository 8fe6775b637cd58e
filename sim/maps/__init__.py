"""Maps of real districts: polygons of a file in, cells in metres out (``map.npz``), and a report of what was found.

``reading`` takes files apart, ``columns`` finds out what their columns mean, ``coordinates`` and
``placing`` bring degrees into a plane; ``checks`` repairs polygons, ``cutting`` cuts them into cells, ``people`` says
who lives there, ``joining`` what touches; ``importing`` does one after the other, ``page`` and ``drawing`` show it.
``targets`` reads grids as they are to be one day.
"""
