"""The page of an import: what records say, what was left out, and what they may not be used for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from html import escape

from sim.i18n import Bilingual, in_force, joined, messages, say, word
from sim.records import phrases, pictures
from sim.records.called import STAGES
from sim.records.categories import NAMES
from sim.records.importing import Imported
from sim.records.observed import Row
from sim.records.since import Since
from sim.show.svg.drawing import in_both_widths
from sim.version import VERSION

STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;padding:24px 20px 60px;max-width:860px;background:#fff;color:#1a1a1a;line-height:1.55;
font:16px/1.55 "Segoe UI","Helvetica Neue",Arial,"Noto Sans","govsim CJK","PingFang SC",
"Microsoft YaHei",sans-serif}
h1{font-size:26px;line-height:1.25;margin:0 0 12px}
h2{font-size:19px;margin:38px 0 8px;border-top:1px solid #d9d9d9;padding-top:16px}
h3{font-size:15px;margin:22px 0 4px}p{margin:8px 0;overflow-wrap:anywhere}figure{margin:8px 0 18px}
.not{background:#fbf4ec;border-left:4px solid #9a4a08;padding:4px 18px 10px;margin:18px 0}
.not h2{border:0;margin:8px 0;padding:0}
.new{background:#eef4f9;border-left:4px solid #0b5f9e;padding:8px 18px;margin:18px 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:14px;width:100%}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid #e4e4e4;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.scroll td{min-width:4.4em}.scroll td.told{min-width:11em}.scroll td.name{min-width:8em}
main+main{margin-top:70px}.quiet{color:#595959;font-size:14px}nav a{margin-right:14px}.narrow{display:none}
@media(max-width:560px){.wide{display:none}.narrow{display:block}body{padding:16px 14px 40px}h1{font-size:22px}}
@media print{body{max-width:none;padding:0}figure,.not{break-inside:avoid}}
"""
PICTURES = (
    "records.strip", "records.strip_axis", "records.strip_window", "records.strip_last", "records.heat",
    "records.heat_axis",
    "records.heat_key", "records.weekdays", "records.bars", "records.bars_axis", "records.reading_one",
    "records.reading_two", "records.curves", "records.curves_axis", "records.funnel", "records.funnel_axis",
    "records.funnel_y", "records.funnel_key", "records.funnel_point", "records.funnel_out",
)  # fmt: skip

SEEN = (
    "records.obs_measure", "records.obs_value", "records.obs_sd", "records.obs_unit", "records.obs_n",
    "records.obs_note_head",
)  # fmt: skip
SINCE = (
    "records.since_measure", "records.since_before", "records.since_now", "records.obs_sd", "records.obs_unit",
    "records.since_beyond",
)  # fmt: skip
AREAS = ("records.area_name", "records.area_cases", "records.area_on_time")
READ = ("records.column_field", "records.column_file")


def page(found: Imported, rows: Sequence[Row], since: Since | None = None) -> str:
    """A page that needs nothing beside itself, in the language in force; both languages below each other.

    Parameters
    ----------
    found : Imported
    rows : sequence of Row
        Observations.
    since : Since, optional
        What has changed since the import before.
    """
    asked = in_force()
    languages = ("en", "zh") if asked == "both" else (asked,)
    parts = [_Page(lang, found).whole(rows, since) for lang in languages]
    links = ""
    if len(languages) > 1:
        links = '<nav><a href="#en">English</a><a href="#zh">中文</a></nav>'
    title = getattr(say("records.title"), languages[0])
    return (
        f'<!doctype html>\n<html lang="{_TAGS[languages[0]]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{links}{''.join(parts)}</body></html>\n"
    )


_TAGS = {"en": "en", "zh": "zh-Hans"}


class _Page:
    """The page in one language."""

    def __init__(self, lang: str, found: Imported) -> None:
        self.lang, self.found = lang, found
        self.words = {key.removeprefix("records."): str(getattr(messages()[key], lang)) for key in PICTURES}

    def t(self, text: str) -> str:
        return str(getattr(text, self.lang, text)) if isinstance(text, Bilingual) else str(text)

    def paragraphs(self, lines: Iterable[str]) -> str:
        return "".join(f"<p>{escape(self.t(line))}</p>" for line in lines)

    def heading(self, key: str, level: int = 2) -> str:
        return f"<h{level}>{escape(self.t(say(key)))}</h{level}>"

    def figure(self, key: str, draw: partial[str]) -> str:
        return f"{self.heading(key, 3)}<figure>{in_both_widths(lambda width: draw(width=width))}</figure>"

    def whole(self, rows: Sequence[Row], since: Since | None) -> str:
        found, learned = self.found, self.found.learned
        title = self.t(say("records.title_page", n=found.rows))
        parts = [f'<main id="{self.lang}" lang="{_TAGS[self.lang]}"><h1>{escape(title)}</h1>']
        parts.append(self.paragraphs(phrases.head(found)))
        if since is not None:
            parts.append(self._since(since))
        told = "".join(f"<li>{escape(self.t(line))}</li>" for line in phrases.uses_not(learned))
        parts.append(f'<section class="not">{self.heading("records.not_title")}<ul>{told}</ul></section>')
        parts += [self._when(), self._what(), self._how(), self._observations(rows), self._columns()]
        names = ", ".join(file.name for file in found.files)
        made = self.t(say("records.made", version=VERSION, names=names))
        return "".join(parts) + f'<p class="quiet">{escape(made)}</p></main>'

    def _when(self) -> str:
        learned = self.found.learned
        parts = [self.heading("records.when_title"), self.paragraphs(phrases.when(learned))]
        parts.append(self.figure("records.strip", partial(pictures.strip, learned, self.words)))
        if learned.hours.any():
            parts.append(self.figure("records.heat", partial(pictures.week, learned.hours, self.words)))
        return "".join(parts)

    def _what(self) -> str:
        learned = self.found.learned
        lines = list(phrases.what(learned))
        if not lines:
            return ""
        parts = [self.heading("records.what_title"), self.paragraphs(lines)]
        if learned.shares:
            names = {name: self.t(word("categories", name)) for name in NAMES}
            parts.append(self.figure("records.bars", partial(pictures.both_readings, learned, names, self.words)))
        return "".join(parts)

    def _how(self) -> str:
        learned = self.found.learned
        lines = list(phrases.how(learned))
        if not lines:
            return ""
        parts = [self.heading("records.how_title"), self.paragraphs(lines)]
        if learned.stages:
            names = [self.t(say(STAGES[stage.name])) for stage in learned.stages]
            parts.append(self.figure("records.curves", partial(pictures.waits, learned.stages, names, self.words)))
        if sum(bool(area.name and area.known) for area in learned.areas) > 2:
            parts.append(self.figure("records.funnel", partial(pictures.funnel, learned, self.words)))
        if any(area.name for area in learned.areas):
            parts.append(self.heading("records.areas_table", 3) + self._areas())
        return "".join(parts)

    def _areas(self) -> str:
        rows = []
        for area in self.found.learned.areas:
            name = area.name or self.t(say("records.area_pooled", n=area.parts))
            share = f"{100.0 * area.on_time / area.known:.1f}" if area.known else "–"
            rows.append((name, f"{area.cases:,}", share))
        return self._table(AREAS, rows, (1, 2))

    def _since(self, since: Since) -> str:
        rows = [
            (self.t(phrases.measure_name(c.measure, c.unit)), phrases.digits(c.before, c.sd)[0],
             *phrases.digits(c.after, c.sd), self.t(word("units", c.unit)),
             self.t(say("records.since_yes" if c.beyond else "records.since_no")))
            for c in since.changes
        ]  # fmt: skip
        told = self.paragraphs([phrases.since(since)])
        return f'<section class="new">{told}{self._table(SINCE, rows, (1, 2, 3))}</section>'

    def _observations(self, rows: Sequence[Row]) -> str:
        parts = [self.heading("records.obs_title")]
        if not rows:
            return "".join(parts) + self.paragraphs([say("records.obs_none")])
        parts.append(self.paragraphs([say("records.obs_note", n=len(rows))]))
        told = [
            (self.t(phrases.measure_name(r.measure, r.unit)), *phrases.digits(r.value, r.sd),
             self.t(word("units", r.unit)), f"{r.n:,}",
             self.t(r.note))
            for r in rows
        ]  # fmt: skip
        parts.append(self._table(SEEN, told, (1, 2, 4)))
        return "".join(parts)

    def _columns(self) -> str:
        parts = [self.heading("records.columns_title")]
        for file in self.found.files:
            read = [(self.t(say(f"records.field_{field}")), name) for field, name in file.columns.items()]
            parts.append(f"<h3>{escape(file.name)}</h3>" + self._table(READ, read, ()))
            if file.n_unread:
                hidden = file.n_unread - len(file.unread)
                more = [say("records.columns_hidden", n=hidden)] if hidden else []
                names = joined([*file.unread, *more])
                parts.append(self.paragraphs([say("records.columns_not", n=file.n_unread, names=names)]))
        return "".join(parts)

    def _table(self, head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int]) -> str:
        kinds = {
            **dict.fromkeys(numbers, " class=n"),
            **({0: " class=name", len(head) - 1: " class=told"} if len(head) > 5 else {}),
        }

        def cells(row: Sequence[str], tag: str) -> str:
            return "".join(f"<{tag}{kinds.get(k, '')}>{escape(cell)}</{tag}>" for k, cell in enumerate(row))

        top = cells([self.t(say(key)) for key in head], "th")
        body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
        return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
