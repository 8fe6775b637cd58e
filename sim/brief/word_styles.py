"""How a Word document looks: fonts that have Chinese characters, sizes, margins, heads of tables, the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

INK = {"better": "0B5F9E", "worse": "9A4A08", "grey": "1A1A1A"}
"""Of verdicts; the same as on the page."""
LATIN, CHINESE, TYPED = "Arial", "Microsoft YaHei", "Consolas"
QUIET = "595959"
HEAD = "F2F2F2"
SIZES = {
    "Normal": 10.5, "Title": 20, "Subtitle": 10.5, "Heading 1": 14, "Heading 2": 12, "Caption": 9, "No Spacing": 8.5,
    "List Bullet": 10.5, "macro": 9,
}  # fmt: skip
"""Styles that are used, and their letters, points."""
MARGIN_CM, HEIGHT_CM, WIDTH_CM = 2.0, 29.7, 21.0
THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}


def settle_styles(document: Document, language: str) -> None:
    """Set page and fonts, of every style: Word would take the theme's own for Chinese, which may have none.

    Parameters
    ----------
    document : Document
    language : {"en", "zh"}
    """
    from docx.shared import Cm, Pt, RGBColor

    for section in document.sections:
        section.page_height, section.page_width = Cm(HEIGHT_CM), Cm(WIDTH_CM)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    styles: Any = document.styles
    for fonts in styles.element.iter(_name("rFonts")):
        _own_fonts(fonts)
    for lang in styles.element.iter(_name("lang")):
        lang.set(_name("val"), LANGUAGES["en"])
        lang.set(_name("eastAsia"), LANGUAGES["zh"])
    for name, size in SIZES.items():
        style = styles[name]
        style.font.name, style.font.size = TYPED if name == "macro" else LATIN, Pt(size)
        _own_fonts(style.element.rPr.rFonts, TYPED if name == "macro" else LATIN)
        style.font.italic = False
        style.font.color.rgb = RGBColor.from_string(QUIET if name in ("Subtitle", "Caption") else INK["grey"])
        style.font.bold = name.startswith(("Title", "Heading"))
    for name, left_out in (("Title", "pBdr"), ("Title", "spacing"), ("Subtitle", "spacing")):
        for found in list(styles[name].element.iter(_name(left_out))):
            found.getparent().remove(found)
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.space_after = Pt(8)
    styles["Caption"].paragraph_format.space_before = styles["Caption"].paragraph_format.space_after = Pt(4)
    styles["Heading 1"].paragraph_format.space_before = Pt(18)


def _own_fonts(fonts: Any, latin: str = LATIN) -> None:
    for theme in THEMES:
        fonts.attrib.pop(_name(theme), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(_name(kind), latin)
    fonts.set(_name("eastAsia"), CHINESE)


def shade_head(table: Table) -> None:
    """Shade the first row of a table, and repeat it on every page; no row is parted."""
    from docx.oxml import OxmlElement

    for row in table.rows:
        properties: Any = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        shade: Any = OxmlElement("w:shd")
        shade.set(_name("val"), "clear")
        shade.set(_name("fill"), HEAD)
        cell._tc.get_or_add_tcPr().append(shade)


def share_out(table: Table, widths: Sequence[float], across_cm: float) -> None:
    """Give the columns of a table their shares of the page; every cell is told, as programs heed one or the other."""
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(across_cm * width / sum(widths))
        for cell in column.cells:
            cell.width = column.width


def page_number(document: Document, named: str) -> None:
    """Write the foot of every page: what it is, and the number of the page."""
    from docx.oxml import OxmlElement

    paragraph: Any = document.sections[0].footer.paragraphs[0]
    paragraph.style = "Caption"
    paragraph.add_run(f"{named} · ")
    field: Any = OxmlElement("w:fldSimple")
    field.set(_name("instr"), "PAGE")
    paragraph._p.append(field)


def _name(local: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{local}"))
