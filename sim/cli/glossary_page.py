"""Write ``sim/GLOSSARY.md``, all measures in both languages, from their declarations: ``make docs``.

A module of its own and no command: it is for whoever changes a measure. A test compares the page with it.
"""

from __future__ import annotations

from pathlib import Path

from sim.cli.parameter_page import row_of
from sim.config.scores import Score, read_score, score_names
from sim.i18n import joined, word
from sim.measures import HEADLINE, LEVELS, MEASURES, Measure

PAGE = Path(__file__).parents[1] / "GLOSSARY.md"
HEAD = """\
# Glossary of measures 指标词汇

Made from the declarations in the code by `make docs`; do not edit. 本页由代码中的声明生成，请勿手工修改。

`govsim show NAME` tells of one measure, `govsim list measures --lang zh` of all. What is measured is the window after
the warm-up; cases are followed to the end of the run. 统计的是预热期之后的时段，案件跟踪至期末。

*Matters*: a smaller difference does not matter in practice (indifference zone). *Of*: the measure that counts what a
share or a mean is of; empty where none does, the definition then says what it is of. *Where*: where it makes sense.
Measures in bold are in every table unless others are asked for.
有实质意义：更小的差异在实践中可以忽略。分母：给出该比率或均值分母的指标；为空时以定义为准。粗体为默认列出的指标。

Kaplan-Meier: a case that has not ended counts as waiting for as long as it was seen, and not as if it had ended then;
the last of all counts as ended. 未完成的案件按已等待的时间计入，不视为届时完成；等待最久的一件视为完成。
"""
TERMS = """\
上报 | reported | a resident reports, or somebody finds a problem | 居民反映，或由他人发现问题
受理、立案 | accepted, registered | one step: the case becomes known | 合为一步：案件被知晓
派遣 | dispatched | on its way to the first desk for `dispatch.dispatch_h` | 送达首个承办席位，用时dispatch.dispatch_h
处置、结案 | handled, closed | one step: a desk closes the case | 合为一步：由承办席位办结
核查 | checked | by those who live with what was done: no inspectors | 由居民自行核实，没有专职核查员
返工 | sent back | closed without being solved, came back, opened again | 未解决而办结的案件再次反映，重新办理
挂账 | deferred | waits, or has waited, for the community's money | 正在等待或曾等待社区资金
延期 | postponed | not in the model: limits do not move | 模型中没有：时限不延长
应结、应处置 | due | the limit has passed by the end, never deferred | 时限在期末之前到期，且未挂账
督办 | supervised | an overdue case moves up one class in its queue | 超期案件在队列中提升一级
回访 | return visit | of residents' reports that are closed or past their limit | 针对居民反映且已办结或到期的案件
有效回访 | visit reached | `satisfaction.visit_reached` of them | 其中satisfaction.visit_reached接通
三率 | the three rates | `visit_response`, `visit_resolution`, `visit_satisfaction` | 回访响应率、回访解决率、回访满意率
主动发现 | found | by patrols, helpers, cameras or visits: `found` | 由巡查、志愿者、视频或走访发现
推诿 | shuffled off | passed up or between departments: `handoffs` | 上报或在部门间流转
"""
COLUMNS = (
    "measure", "title", "指标名称", "unit", "单位", "better", "matters", "of 分母", "where", "definition", "定义",
)  # fmt: skip


def page() -> str:
    """Write the whole page: words of the field, measures in their order, scores."""
    parts = [HEAD, "## Words of the field 行业用语", "", row_of(["用语", "in the field", "in the model", "模型中"])]
    parts += [row_of(["---"] * 4), *(row_of(line.split(" | ")) for line in TERMS.splitlines()), ""]
    parts += [
        "## Measures 指标",
        "",
        row_of(COLUMNS),
        row_of(["---"] * len(COLUMNS)),
        *(_measure(m) for m in MEASURES.values()),
        "",
    ]
    parts += ["## Scores 综合得分", "", SCORES, "", row_of(("score", "title", "名称", "weights", "source"))]
    parts += [row_of(["---"] * 5), *(_score(read_score(name)) for name in score_names())]
    return "\n".join(parts) + "\n"


SCORES = """\
A weighted mean of rates, 0 to 100; of a rate of which lower is better, 100 less it counts. `score=NAME` in `govsim run`
and `govsim compare`; other weights by `score.weights.MEASURE=`, or a file of your own (`score=./mine.yaml`). There are
none of a named city, since no official text with weights was found.
各项比率的加权平均，0至100分；越低越好的比率按100减去该值计。另定权重用score.weights.指标=，或另写文件。
未见载明权重的官方文本，故不列具体城市。"""


def _measure(m: Measure) -> str:
    name = f"**`{m.name}`**" if m.name in HEADLINE else f"`{m.name}`"
    where = "everywhere" if m.levels == LEVELS else joined(m.levels)
    of = f"`{m.of}`" if m.of else ""
    unit = (m.unit, word("units", m.unit).zh)
    return row_of(
        [name, m.title, m.title_zh, *unit, m.better, f"{m.matters:g}", of, where, m.definition, m.definition_zh]
    )


def _score(score: Score) -> str:
    weights = joined(f"`{name}` {weight:g}" for name, weight in score.weights.items())
    return row_of([f"`{score.name}`", score.title.en, score.title.zh, weights, score.source])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
