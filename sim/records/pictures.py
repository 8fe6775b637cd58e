"""Pictures of a page on records, as SVG: days, hours, shares, waits, communities."""

from __future__ import annotations

import numpy as np

from sim.records.durations import Stage
from sim.records.learned import Learned
from sim.show.svg.drawing import BETTER, FAINT, INK, PALE, QUIET, SHADE, SMALL, WORSE, Drawing, wide
from sim.show.svg.scales import Scale, scale, told
from sim.types import Ints

Words = dict[str, str]
LEFT, FOOT, MARGIN, ABOVE = 52.0, 40.0, 10.0, 13.0
OTHER = "#d9843b"
LINES = (BETTER, OTHER, "#117733", "#882255", "#6b2409", QUIET)
SURE = 1.96


def _y_axis(d: Drawing, values: list[float], top: float, bottom: float, title: str) -> Scale:
    d.text(0.0, top - ABOVE, title, size=SMALL, colour=QUIET)
    y = scale(values, bottom, top, zero=True, ticks=int(min(4, max(*values, 1))))  # no part of a case
    digits = 0 if all(float(t).is_integer() for t in y.ticks) else 1
    for tick in y.ticks:
        d.line(LEFT, y(tick), d.width - MARGIN, y(tick))
        d.text(LEFT - 6.0, y(tick) + 4.0, told(tick, digits), size=SMALL, anchor="end", colour=QUIET)
    return y


def strip(found: Learned, words: Words, width: int) -> str:
    """Reports on each day, the window shaded."""
    kept = found.kept
    d = Drawing(width, "", words["strip"])
    counts = kept.counts[-_MOST_DAYS:]
    shift = len(kept.counts) - len(counts)
    if shift:
        d.note(words["strip_last"].format(n=f"{len(counts):,}", days=f"{len(kept.counts):,}"), QUIET)
    top, high = d.top + 38.0, 130.0
    bottom, across = top + high, width - LEFT - MARGIN
    if kept.window:
        d.key([(SHADE, words["strip_window"])], LEFT)
        top, bottom = d.top + 25.0, d.top + 25.0 + high
        a, b = (max(day - shift, 0) / len(counts) * across + LEFT for day in kept.window)
        d.rect(a, top, b - a, high, SHADE)
    y = _y_axis(d, [float(counts.max())], top, bottom, words["strip_axis"])
    points = [(LEFT + (i + 0.5) / len(counts) * across, y(float(n))) for i, n in enumerate(counts)]
    step = max(across / len(counts) - 0.4, 0.6)
    for (x, at), n in zip(points, counts, strict=True):
        if n:
            d.rect(x - step / 2.0, at, step, bottom - at, BETTER, mark=True)
    many = 2 if width < 500 else 5
    for k in range(many + 1):
        day = min(int(k / many * (len(counts) - 1)), len(counts) - 1)
        anchor = "start" if k == 0 else "end" if k == many else "middle"
        x = LEFT + (0.0 if k == 0 else across if k == many else (day + 0.5) / len(counts) * across)
        d.text(x, bottom + 17.0, kept.date(day + shift).isoformat(), size=SMALL, anchor=anchor, colour=QUIET)
    return d.finished(bottom + 26.0)


_MOST_DAYS = 1100


def week(hours: Ints, words: Words, width: int) -> str:
    """Reports by day of the week and hour."""
    d = Drawing(width, "", words["heat"])
    names = words["weekdays"].split()
    cell, high = (width - LEFT - MARGIN) / 24.0, 22.0
    most = int(hours.max())
    d.note(words["heat_key"].format(most=f"{most:,}"), QUIET)
    top = d.top + 8.0
    for row in range(7):
        d.text(LEFT - 6.0, top + row * high + 15.0, names[row], size=SMALL, anchor="end", colour=QUIET)
        for hour in range(24):
            d.rect(
                LEFT + hour * cell, top + row * high, cell - 1.0, high - 1.0, _shade(hours[row, hour] / max(most, 1))
            )
    bottom = top + 7 * high
    for hour in range(0, 24, 6 if width < 500 else 3):
        d.text(LEFT + (hour + 0.5) * cell, bottom + 15.0, str(hour), size=SMALL, anchor="middle", colour=QUIET)
    d.text(LEFT, bottom + 33.0, words["heat_axis"], size=SMALL, colour=QUIET)
    return d.finished(bottom + FOOT)


def _shade(part: float) -> str:
    """From the ground of a page to the dark end of one colour."""
    ends = ((242, 242, 242), (11, 74, 128))
    return "#" + "".join(f"{round(a + (b - a) * part**0.7):02x}" for a, b in zip(*ends, strict=True))


def both_readings(found: Learned, names: Words, words: Words, width: int) -> str:
    """Shares by category under both readings, the spread as a line."""
    d = Drawing(width, "", words["bars"])
    d.key([(BETTER, words["reading_one"]), (OTHER, words["reading_two"])])
    rows = sorted(found.shares.items(), key=lambda item: -item[1].value)
    left = max(wide(names[name], SMALL) for name, _ in rows) + 12.0
    ends = [min(s.value + s.sd, 100.0) for _, s in rows] + list(found.other_shares.values())
    x = scale(ends, left, width - 48.0, zero=True,
              ticks=3 if width < 500 else 6)  # fmt: skip
    top, pitch = d.top + 4.0, 34.0
    for tick in x.ticks:
        d.line(x(tick), top, x(tick), top + pitch * len(rows))
        d.text(x(tick), top + pitch * len(rows) + 16.0, told(tick, 0), size=SMALL, anchor="middle", colour=QUIET)
    for k, (name, share) in enumerate(rows):
        y = top + pitch * k
        other = found.other_shares[name]
        d.text(left - 8.0, y + 19.0, names[name], size=SMALL, anchor="end")
        d.rect(left, y + 4.0, x(share.value) - left, 12.0, BETTER, mark=True)
        d.rect(left, y + 18.0, x(other) - left, 8.0, OTHER, mark=True)
        d.line(x(max(share.value - share.sd, 0.0)), y + 10.0, x(share.value + share.sd), y + 10.0, colour=INK, wide=1.5)
        end = x(max(share.value + share.sd, other))
        d.text(end + 6.0, y + 15.0, told(share.value, 1), size=SMALL, colour=INK)
    bottom = top + pitch * len(rows)
    d.text(left, bottom + 34.0, words["bars_axis"], size=SMALL, colour=QUIET)
    return d.finished(bottom + FOOT)


def waits(stages: list[Stage], names: list[str], words: Words, width: int) -> str:
    """Share that still waits, for each stage."""
    d = Drawing(width, "", words["curves"])
    colours = [LINES[k % len(LINES)] for k in range(len(stages))]
    d.key(list(zip(colours, names, strict=True)))
    top = d.top + 26.0
    bottom = top + 170.0
    last = [s.p90 if np.isfinite(s.p90) else float(s.curve[0][-1]) for s in stages]
    most = max(max(last) * 1.3 / 24.0, 0.1)
    y = _y_axis(d, [100.0], top, bottom, words["curves"])
    x = scale([0.0, most], LEFT, width - MARGIN, tight=True, ticks=4)
    digits = 0 if all(float(t).is_integer() for t in x.ticks) else 1
    for tick in x.ticks:
        _x_tick(d, x(tick), bottom, told(tick, digits))
    for stage, colour in zip(stages, colours, strict=True):
        times, left = stage.curve[0] / 24.0, 100.0 * stage.curve[1]
        if len(times) > _POINTS:
            pick = np.unique(np.linspace(0, len(times) - 1, _POINTS).astype(int))
            times, left = times[pick], left[pick]
        points, before = [(x(0.0), y(100.0))], 100.0
        for t, at in zip(times.tolist(), left.tolist(), strict=True):
            if t > most:
                break
            points += [(x(t), y(before)), (x(t), y(at))]
            before = at
        points.append((x(most), y(before)))
        d.path(points, colour, wide=2.0)
    d.text(width - MARGIN, bottom + 33.0, words["curves_axis"], size=SMALL, anchor="end", colour=QUIET)
    return d.finished(bottom + FOOT)


_POINTS = 240


def _x_tick(d: Drawing, x: float, bottom: float, said: str) -> None:
    """Write a tick below an axis; one at the edge stays within the drawing."""
    beyond = x + wide(said, SMALL) / 2.0 > d.width
    d.text(d.width if beyond else x, bottom + 16.0, said, size=SMALL, anchor="end" if beyond else "middle",
           colour=QUIET)  # fmt: skip


def _names(d: Drawing, named: list[tuple[str, float, float]], points: list[tuple[float, float]]) -> None:
    """Write names beside points where nothing lies; one that has no room stands in the table alone."""
    taken = [(x - 5.0, y - 5.0, x + 5.0, y + 5.0) for x, y in points]
    for name, x, y in named:
        long = wide(name, SMALL)
        places = [(x + 8.0, y + 4.0), (x - 8.0 - long, y + 4.0), (x - long / 2.0, y - 10.0), (x - long / 2.0, y + 19.0)]
        for left, foot in places:
            box = (left, foot - 10.0, left + long, foot + 2.0)
            free = not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
            if free and left >= LEFT and box[2] <= d.width:
                d.text(left, foot, name, size=SMALL, halo=True)
                taken.append(box)
                break


def funnel(found: Learned, words: Words, width: int) -> str:
    """On time by community over its number of cases, with what chance alone does."""
    areas = [a for a in found.areas if a.name and a.known]
    d = Drawing(width, "", words["funnel"])
    d.key([(PALE, words["funnel_key"]), (BETTER, words["funnel_point"]), (WORSE, words["funnel_out"])])
    known = np.array([a.known for a in areas], np.float64)
    share = np.array([a.on_time / a.known for a in areas])
    p = float((share * known).sum() / known.sum())
    sizes = np.linspace(max(known.min() * 0.8, 5.0), known.max() * 1.08, 60)
    half = SURE * np.sqrt(p * (1.0 - p) / sizes)
    top, bottom = d.top + 26.0, d.top + 26.0 + 200.0
    low = 100.0 * min(float(share.min()), float((p - half).min()))
    high = 100.0 * max(float(share.max()), float((p + half).max()))
    y = scale([max(low - 1.0, 0.0), min(high + 1.0, 100.0)], bottom, top, ticks=5)
    x = scale([0.0, float(sizes.max())], LEFT, width - MARGIN, ticks=3 if width < 500 else 6, tight=True)
    up, down = np.minimum(100.0 * (p + half), y.high), np.maximum(100.0 * (p - half), y.low)
    band = [(x(n), y(v)) for n, v in zip(sizes, up, strict=True)]
    band += [(x(n), y(v)) for n, v in zip(sizes[::-1], down[::-1], strict=True)]
    d.path(band, FAINT, fill=0.25)
    d.text(0.0, top - ABOVE, words["funnel_y"], size=SMALL, colour=QUIET)
    for tick in y.ticks:
        d.line(LEFT, y(tick), width - MARGIN, y(tick))
        d.text(LEFT - 6.0, y(tick) + 4.0, told(tick, 0), size=SMALL, anchor="end", colour=QUIET)
    for tick in x.ticks:
        _x_tick(d, x(tick), bottom, f"{tick:,.0f}")
    d.line(LEFT, y(100.0 * p), width - MARGIN, y(100.0 * p), colour=QUIET, dash="4 3")
    out = np.abs(share - p) > SURE * np.sqrt(p * (1.0 - p) / known)
    points = [(x(float(n)), y(100.0 * float(s))) for n, s in zip(known, share, strict=True)]
    for (at, high_at), beyond in zip(points, out, strict=True):
        d.circle(at, high_at, 4.5, WORSE if beyond else BETTER)
    _names(d, [(area.name, *point) for area, point, beyond in zip(areas, points, out, strict=True) if beyond], points)
    d.text(width - MARGIN, bottom + 33.0, words["funnel_axis"], size=SMALL, anchor="end", colour=QUIET)
    return d.finished(bottom + FOOT)
