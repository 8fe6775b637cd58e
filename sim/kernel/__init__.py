"""How a case is served: one compiled loop over events, one file for each of its steps.

``service`` is the loop and the call of a day; ``accept`` opens a case, ``route`` finds its desk, ``begin`` begins a
service, ``finish`` ends it; ``queues``, ``agenda``, ``heap`` and ``clock`` are what they share, ``work`` is what a call
works on, ``birth`` how a case comes into the table. ``supervision`` makes the rounds of the morning. What more than one
of them changes is written in one place: where a case stands in ``life``, its time in ``stages``, who sits at a desk and
is busy in ``seats``, the repair funds in ``funds``.
"""
