"""Return visits (回访): whom the hotline reaches after a case, and what an answer counts."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class ReturnVisits:
    """Return visits (回访): whom the hotline reaches after a case, and what an answer counts."""

    visit_reached: float = param(
        0.6, "share", source="assumed: some do not answer the telephone, or do not want to", plausible=(0.4, 0.9),
        allowed=(0.0, 1.0), doc="residents who reported a case and are reached by a return visit", zh="回访接通率",
    )  # fmt: skip
    basically: float = param(
        0.0, "share", source="choice: 0, two answers; three are asked for in some places", allowed=(0.0, 1.0),
        doc="of the satisfied, those who say 'basically satisfied' where three answers may be given", zh="基本满意占比",
    )  # fmt: skip
    basically_counts: float = param(
        0.9, "share", source="external: X124", allowed=(0.0, 1.0),
        doc="what 'basically satisfied' counts, where 'satisfied' counts 1", zh="基本满意折算系数",
    )  # fmt: skip
