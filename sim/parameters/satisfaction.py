"""How residents judge what became of a problem, and how they learn."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How residents judge."""

    rule: str = param(
        "disconfirmation", "word", source="choice: X034 gives the sign of disconfirmation, not its weight",
        allowed=("disconfirmation", "performance"), doc="what residents judge by", zh="评价规则",
    )  # fmt: skip
    p_if_solved: float = param(
        0.98, "probability", source="derived: X032 X0387", plausible=(0.93, 0.99), allowed=(0.0, 1.0),
        doc="satisfied with a solved case of expected speed", zh="已解决满意率",
    )  # fmt: skip
    p_if_unsolved: float = param(
        0.45, "probability", source="derived: X033, pairs X0380-X0388", plausible=(0.28, 0.87), allowed=(0.0, 1.0),
        doc="satisfied with an unsolved case of expected speed", zh="未解决满意率",
    )  # fmt: skip
    disconfirmation: float = param(
        0.5, "weight", source="assumed: X034 gives the sign only", plausible=(0.2, 0.8), allowed=(0.0, 1.0),
        doc="weight of speed against expectation", zh="期望差异权重",
    )  # fmt: skip
    swing: float = param(
        0.8, "logits", source="assumed: 0.2 of probability where it is near 1/2", plausible=(0.2, 2.0),
        allowed=(0.0, 10.0), doc="change of logit P(satisfied) between never and at once, at weight 1/2",
        zh="速度影响幅度",
    )  # fmt: skip
    expectation_h: float = param(
        72.0, "h", source="assumed: three days", plausible=(12.0, 240.0), allowed=(0.1, 10000.0),
        doc="expected time from acceptance (or reopening) to closure, at the start", zh="初始期望时长",
    )  # fmt: skip
    trust_start: float = param(
        0.6, "share", source="assumed: a little above the middle", plausible=(0.4, 0.8), allowed=(0.0, 1.0),
        doc="trust at the start", zh="初始信任",
    )  # fmt: skip
    learn_expectation: float = param(
        0.15, "per contact", source="assumed: a handful of contacts", plausible=(0.05, 0.4), allowed=(0.0, 1.0),
        doc="how fast expectation follows experience", zh="期望学习率",
    )  # fmt: skip
    own_weight: float = param(
        0.5, "per contact", source="assumed: a case of one's own counts as much as all one hears and sees",
        plausible=(0.2, 0.8), allowed=(0.0, 1.0), doc="weight that a contact gives to own experience in satisfaction",
        zh="亲历权重",
    )  # fmt: skip
    memory_days: float = param(
        365.0, "days", source="assumed: a year", plausible=(90.0, 1000.0), allowed=(1.0, 36500.0),
        doc="how long own experience counts (time constant)", zh="亲历记忆时长",
    )  # fmt: skip
    ambient_days: float = param(
        90.0, "days", source="assumed: a quarter", plausible=(30.0, 365.0), allowed=(1.0, 36500.0),
        doc="how fast the opinion of a community follows what is said and seen (time constant)", zh="社区看法形成时长",
    )  # fmt: skip
    reputation_share: float = param(
        0.6, "share", source="assumed: a little more by what is said than by what is seen", plausible=(0.3, 0.9),
        allowed=(0.0, 1.0),
        doc="share of what residents say of their cases in a community's opinion; the rest is what is seen",
        zh="口碑占比",
    )  # fmt: skip
    unsolved_effect: float = param(
        0.02, "per problem per 1,000 residents", source="assumed: 35 unsolved problems per 1,000 residents halve it",
        plausible=(0.005, 0.05), allowed=(0.0, 1.0),
        doc="how much unsolved problems in sight lower the opinion of a community",
        zh="可见未解决问题影响",
    )  # fmt: skip
    learn_trust: float = param(
        0.05, "per contact", source="assumed: trust is slow", plausible=(0.01, 0.2), allowed=(0.0, 1.0),
        doc="how far a contact moves trust", zh="信任学习率",
    )  # fmt: skip
    unheard: float = param(
        0.5, "times", source="assumed: half of what a bad contact does", plausible=(0.0, 1.0), allowed=(0.0, 1.0),
        doc="effect of a problem that went away unheard, or was given up", zh="沉默影响",
    )  # fmt: skip
    neighbours: float = param(
        0.1, "times", source="assumed: word of mouth", plausible=(0.0, 0.3), allowed=(0.0, 1.0),
        doc="effect on each of four people told (two next door, two elsewhere in the cell)", zh="邻里影响",
    )  # fmt: skip
    visit_reached: float = param(
        0.6, "share", source="assumed: some do not answer the telephone, or do not want to", plausible=(0.4, 0.9),
        allowed=(0.0, 1.0), doc="residents who reported a case and are reached by a return visit", zh="回访接通率",
    )  # fmt: skip
    basically: float = param(
        0.0, "share", source="choice: 0, two answers; three are asked for in some places", allowed=(0.0, 1.0),
        doc="of the satisfied, those who say 'basically satisfied' where three answers may be given", zh="基本满意占比",
    )  # fmt: skip
    basically_counts: float = param(
        0.9, "share", source="external: X124", plausible=(0.6, 1.0), allowed=(0.0, 1.0),
        doc="what 'basically satisfied' counts, where 'satisfied' counts 1", zh="基本满意折算系数",
    )  # fmt: skip
