"""The bundled font: every character of the project's own texts, a name of its own, its licence beside it."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from sim.config.run import load, place_names
from sim.i18n import Bilingual, words
from sim.measures import MEASURES
from sim.report.make_font import LATIN, chinese_of_project
from sim.report.style import FONT, pick, wide, wrap
from sim.state.cases import CATEGORY_ZH


@pytest.fixture(scope="module")
def font() -> TTFont:
    return TTFont(FONT)


def test_no_glyph_is_missing(font: TTFont) -> None:
    known = set(map(chr, font.getBestCmap()))
    own = set("".join(CATEGORY_ZH) + "".join(load(name).place.title_zh for name in place_names()))
    own |= set("".join(m.title_zh for m in MEASURES.values()))
    assert own  # the scan below must have found these too
    found = chinese_of_project()
    assert {c for c in own if wide(c) > 1} <= found
    missing = sorted((found | set(LATIN)) - known)
    assert not missing, f"not in the font: {''.join(missing)}; make it anew with python -m sim.report.make_font"


def test_glyphs_are_drawn_not_empty(font: TTFont) -> None:
    shapes = font["CFF "].cff.topDictIndex[0].CharStrings
    widths = font["hmtx"].metrics
    for c in "网格响应时间满意度":
        name = font.getBestCmap()[ord(c)]
        assert shapes[name].calcBounds(shapes) is not None
        assert widths[name][0] == 1000  # a full square


def test_every_unit_of_a_measure_has_chinese_words() -> None:
    assert {m.unit for m in MEASURES.values()} <= words()["units"].keys()


def test_the_font_has_a_name_of_its_own_and_its_licence(font: TTFont) -> None:
    names = {n.nameID: n.toUnicode() for n in font["name"].names}
    for record in (1, 4, 6):
        assert names[record].replace("-", " ") == "govsim CJK"  # neither Source nor Noto, which are not ours
    assert "Adobe" in names[0]
    assert "SIL Open Font License" in names[13]
    licence = FONT.with_name("OFL.txt").read_text(encoding="utf-8")
    assert "Reserved Font Name 'Source'" in licence
    assert "SIL OPEN FONT LICENSE" in licence
    assert FONT.stat().st_size < 400_000


def test_wrapping_keeps_the_text_and_the_width() -> None:
    for text, gap in (
        ("Hours from acceptance to first contact, mean over the days of a week.", " "),
        ("预热期后案件从受理到首次联系的平均小时数，各次重复合并（每格约 83 件，单格噪声较大）。", ""),
    ):
        lines = wrap(text, 30)
        assert len(lines) > 1
        assert all(wide(line) <= 30 for line in lines)
        assert gap.join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line[0] in "，。）,." for line in lines)
        assert min(map(wide, lines)) > 0.5 * max(map(wide, lines))  # no orphan


def test_languages() -> None:
    day = Bilingual("day", "日")
    assert [pick(lang, day) for lang in ("en", "zh", "both")] == ["day", "日", "day 日"]
    assert pick("both", day, "\n") == "day\n日"
    assert pick("zh", Bilingual("xialu", "")) == "xialu"
    assert pick("both", Bilingual("%", "%")) == "%"
