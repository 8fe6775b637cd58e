"""The replay as a person meets it: Chromium, a page from the disk, pixels that are really drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from sim.config.run import load
from sim.i18n import Bilingual
from sim.show.coding import NOTHING, unpacked, unpacked_days
from sim.show.frames import View, blank, frames_of, street_file, street_script, view_of, view_of_street
from sim.show.layers import BY_COMMUNITY
from sim.show.replay import piece, script
from sim.show.stamps import Ground, lived_again
from tests.show.by_hand import ground
from tests.show.pages import NAMES, TARGETS, TEXTS, foreign, opened, page_of

pytestmark = pytest.mark.browser

ARMS = {"baseline": Bilingual("as is", "现状"), "grid_redivision": Bilingual("grids redivided", "重划网格")}
SCALE = ["#fff7e0", "#fde3a7", "#fbc56d", "#f39a3d", "#dd6b20", "#a8430f", "#6b2409"]
CHANGE = ["#1b5e9b", "#5b94c6", "#a9c9e2", "#f2f2f2", "#f0bf8f", "#d9843b", "#9a4a08"]
NONE = "#c9c9c9"
WAYS = [("en", 1440), ("zh", 390)]
"""Both languages, a laptop and a telephone; what is laid out is looked at in both widths of each."""
DOTS = """([panel, places]) => {
  const canvas = document.getElementById('replay').shadowRoot.querySelectorAll('canvas')[panel];
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const pen = copy.getContext('2d', {willReadFrequently: true});
  pen.drawImage(canvas, 0, 0);
  return places.map(([x, y]) => {
    const [r, g, b] = pen.getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data;
    return '#' + [r, g, b].map((v) => v.toString(16).padStart(2, '0')).join('');
  });
}"""


class Shown(NamedTuple):
    """A page and what it was made of."""

    page: Page
    frames: dict[str, Any]
    lang: str
    width: int

    def do(self, call: str) -> Any:
        """Call something of the replay."""
        return self.page.evaluate(
            f"() => {{ const replay = document.getElementById('replay').replay; return {call}; }}"
        )

    @property
    def frame(self) -> int:
        """Frame that is drawn."""
        return int(self.page.locator(".box").get_attribute("data-frame") or -1)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Pages of Xialu, 898 cells and a year, in both languages."""
    folder = tmp_path_factory.mktemp("replay")
    arms = {}
    for arm in ARMS:
        map_of, arms[arm] = lived_again(load("xialu", [] if arm == "baseline" else [arm], days=365), 0)
    frames = frames_of(map_of, arms, view_of(map_of, 365), replication=6)
    for lang in ("en", "zh"):
        body = piece(frames, lang, ARMS, pairs=20)
        (folder / f"{lang}.html").write_text(page_of(body, script(), lang), encoding="utf-8")
    return folder, frames


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}")
def opened_page(request: pytest.FixtureRequest, chromium: Browser, pages: Any) -> Iterator[Shown]:
    """Open each page once: a minute is saved."""
    folder, frames = pages
    lang, width = request.param
    with opened(chromium, folder / f"{lang}.html", width) as page:
        page.wait_for_selector("[data-ready]")
        yield Shown(page, frames, lang, width)


@pytest.fixture
def shown(opened_page: Shown) -> Shown:
    """The page on its first layer, day and picture, nothing chosen."""
    opened_page.do("(replay.stop(), replay.layer(0), replay.tab(0), replay.show(0))")
    return opened_page


def test_the_page_is_small(pages: Any) -> None:
    folder, _ = pages
    assert (folder / "en.html").stat().st_size < 1_500_000


def test_it_plays_fast_and_stops_on_the_last_day(shown: Shown) -> None:
    shown.page.locator("select").last.select_option("2")
    before = shown.do("replay.drawn")
    shown.do("replay.play()")
    shown.page.wait_for_timeout(1000)
    a_second = float(shown.do("replay.drawn") - before)
    assert a_second >= 20.0
    shown.do("(replay.stop(), replay.show(355), replay.play())")
    shown.page.wait_for_selector('[data-frame="364"]')
    shown.page.wait_for_timeout(300)
    assert shown.frame == 364
    words = {"en": ("▶ Play", "day 365 of 365"), "zh": ("▶ 播放", "第365天（共365天）")}[shown.lang]
    assert shown.page.locator(".control button", has_text=words[0]).count() == 1
    assert shown.page.locator(".day").inner_text() == words[1]


def test_communities_are_named_where_there_is_room_and_by_the_pointer(shown: Shown) -> None:
    found = shown.page.evaluate(NAMES)
    assert len(found) == (3 if shown.width == 1440 else 1)
    assert [wrong for _, wrong in found] == [[]] * len(found)
    assert min(n for n, _ in found) >= 30  # of 37
    canvas = shown.page.locator("canvas").first
    canvas.hover(position={"x": 4, "y": 4})
    named = {"en": "C01, S1, grid ", "zh": "C01社区，S1街道，网格"}[shown.lang]
    assert (canvas.get_attribute("title") or "").startswith(named)


def test_every_colour_is_what_the_bytes_say(shown: Shown) -> None:
    """Python works out the class of every fifth cell; the picture must have its colour in its middle."""
    width, height = shown.frames["width"], shown.frames["height"]
    raster = unpacked(shown.frames["raster"]).reshape(height, width)
    y, x = np.nonzero(raster >= 0)
    y, x = y[::5], x[::5]
    places = np.stack([(x + 0.5) / width, (y + 0.5) / height], axis=1).tolist()
    for layer in range(3):
        shown.do(f"replay.layer({layer})")
        for day in (0, 10, 200, 364):
            shown.do(f"(replay.tab(0), replay.show({day}))")
            state, change = expected(shown.frames, layer, day, raster[y, x])
            assert shown.page.evaluate(DOTS, [0, places]) == state
            shown.do("replay.tab(2)")
            assert shown.page.evaluate(DOTS, [2, places]) == change


def expected(frames: dict[str, Any], layer: int, day: int, units: Any) -> tuple[list[str], list[str]]:
    """Colours of units in the first arm and of the difference, worked out anew."""
    own = frames["layers"][layer]
    a, b = (unpacked_days(frames["blocks"][f"{arm}/{own['key']}"], frames["n"])[day][units] for arm in ARMS)
    power = {"linear": 1.0, "sqrt": 2.0}[own["coding"]]
    values = [own["lo"] + (own["hi"] - own["lo"]) * (q / 250.0) ** power for q in (a, b)]
    classes = np.searchsorted(own["breaks"], values[0] + 1e-9, side="right")
    change = values[1] - values[0]
    size = np.sign(change) * np.searchsorted(own["steps"], np.abs(change) + 1e-9, side="right")
    nothing = (a == NOTHING) | (b == NOTHING)
    return (
        [NONE if q == NOTHING else SCALE[k] for q, k in zip(a, classes, strict=True)],
        [NONE if none else CHANGE[3 + int(k)] for none, k in zip(nothing, size, strict=True)],
    )


def test_the_key_is_the_same_on_every_layer_and_day_and_dark_is_worse(shown: Shown) -> None:
    seen = set()
    for layer in range(3):
        shown.do(f"replay.layer({layer})")
        for day in (0, 100, 364):
            shown.do(f"replay.show({day})")
            key = shown.page.locator(".legend").first.locator("i").all()
            seen.add(tuple(swatch.evaluate("(e) => getComputedStyle(e).backgroundColor") for swatch in key))
    (colours,) = seen
    light = [sum(w * int(v) for w, v in zip((2126, 7152, 722), c[4:-1].split(","), strict=True)) for c in colours[:7]]
    assert light == sorted(light, reverse=True)


WAITING = ["<6", "6–12", "12–24", "24–48", "48–96", "96–168", "≥168"]
OPEN = ["0", "1", "2", "3–4", "5–7", "8–12", "≥13"]


@pytest.mark.parametrize(
    ("layer", "said", "change"),
    [(0, WAITING, ["24–72", "6–24", "<6", "6–24", "24–72"]), (2, OPEN, ["2–3", "1", "0", "1", "2–3"])],
)
def test_the_key_names_the_limits(shown: Shown, layer: int, said: list[str], change: list[str]) -> None:
    shown.do(f"replay.layer({layer})")
    assert shown.page.locator(".legend").first.locator("div").all_text_contents()[:7] == said
    assert shown.page.locator(".legend").last.locator("div").all_text_contents()[1:6] == change


def test_a_layer_that_hardly_differs_is_told_in_words(shown: Shown) -> None:
    assert shown.frames["layers"][3]["flat"]
    shown.do("replay.layer(3)")
    told = shown.page.locator(".same")
    assert told.is_visible()
    assert {"en": "hardly differs", "zh": "几乎没有差别"}[shown.lang] in told.inner_text()
    assert not shown.page.locator(".panels").is_visible()


def test_a_click_names_the_place_within_a_tenth_of_a_second(shown: Shown) -> None:
    shown.do("replay.show(200)")
    took = shown.page.evaluate("""async () => {
      const root = document.getElementById('replay').shadowRoot, canvas = root.querySelector('canvas');
      const frame = canvas.getBoundingClientRect(), began = performance.now();
      canvas.dispatchEvent(new MouseEvent('click', {clientX: frame.left + frame.width * 12.5 / 36,
                                                    clientY: frame.top + frame.height * 12.5 / 25}));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return performance.now() - began;
    }""")
    assert took < 100.0
    told = shown.page.locator(".told").inner_text()
    raster = unpacked(shown.frames["raster"]).reshape(shown.frames["height"], -1)
    unit = raster[12, 12]
    name = shown.frames["names"][unpacked(shown.frames["community"])[unit]][shown.lang]
    assert told.startswith(name)
    assert all(called[shown.lang == "zh"] in told for called in [(a.en, a.zh) for a in ARMS.values()])
    for k, (key, called) in enumerate(ARMS.items()):
        grids = unpacked(shown.frames["arms"][k]["grids"][-1]["of"])
        own = unpacked_days(shown.frames["blocks"][f"{key}/waiting"], 898)[200][grids == grids[unit]].astype(float)
        mean = (1024.0 * (own[own != NOTHING] / 250.0) ** 2).mean()
        value = {
            "en": f"{called.en} (grid {grids[unit] + 1}) {mean:.0f}",
            "zh": f"{called.zh}（网格{grids[unit] + 1}）{mean:.0f}",
        }
        assert value[shown.lang] in told


def test_keys_step_and_play(shown: Shown) -> None:
    shown.do("replay.show(10)")
    shown.page.locator(".box").focus()
    shown.page.keyboard.press("ArrowRight")
    assert shown.frame == 11
    shown.page.keyboard.press("ArrowLeft")
    shown.page.keyboard.press("ArrowLeft")
    assert shown.frame == 9
    shown.page.keyboard.press(" ")
    shown.page.wait_for_timeout(400)
    shown.page.keyboard.press(" ")
    stopped = shown.frame
    assert stopped > 12
    shown.page.wait_for_timeout(200)
    assert shown.frame == stopped
    shown.do("replay.show(0)")
    shown.page.keyboard.press("ArrowLeft")
    assert shown.frame == 0


def test_text_is_large_enough_fingers_fit_and_nothing_scrolls_sideways(shown: Shown) -> None:
    for width in (390, 1440, shown.width):
        shown.page.set_viewport_size({"width": width, "height": 900 if width > 700 else 844})
        for layer in range(4):
            shown.do(f"replay.layer({layer})")
            assert [row for row in shown.page.evaluate(TEXTS) if row[1] < 11.0] == []
            small = [row for row in shown.page.evaluate(TARGETS) if row[2] < 44.0 or row[1] < 44.0]
            assert small == []
            assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_is_in_one_language(shown: Shown) -> None:
    texts = []
    for layer in range(4):
        shown.do(f"replay.layer({layer})")
        texts += [text for text, _ in shown.page.evaluate(TEXTS)]
    assert len(texts) > 100
    assert foreign(shown.lang, texts) == []


def test_every_picture_has_a_text(shown: Shown) -> None:
    shown.do("replay.show(99)")
    pictures = shown.page.locator("canvas").all()
    assert len(pictures) == 3
    for picture in pictures:
        assert picture.get_attribute("role") == "img"
        assert "100" in (picture.get_attribute("aria-label") or "")


def test_ten_mounts_leave_the_heap_as_it_was(chromium: Browser, pages: Any) -> None:
    folder, _ = pages
    with opened(chromium, folder / "en.html", 1440) as page:
        page.wait_for_selector("[data-ready]")
        session = page.context.new_cdp_session(page)

        def mounted(times: int) -> float:
            page.evaluate(
                """async (times) => {
                  const at = document.getElementById('replay');
                  const frames = JSON.parse(document.getElementById('replay-frames').textContent);
                  for (let k = 0; k < times; k++) {
                    at.replay.destroy();
                    at.replay = Govsim.mount(at, frames, {words: {}});
                    await at.replay.ready;
                    at.replay.play();
                    await new Promise((done) => setTimeout(done, 60));
                  }
                }""",
                times,
            )
            session.send("HeapProfiler.collectGarbage")
            return float(session.send("Runtime.getHeapUsage")["usedSize"])

        first = mounted(2)
        assert mounted(10) - first < 1e6


def test_after_destroy_nothing_listens(chromium: Browser, pages: Any) -> None:
    folder, _ = pages
    with opened(chromium, folder / "en.html", 1440) as page:
        page.wait_for_selector("[data-ready]")
        page.evaluate("() => { const at = document.getElementById('replay'); at.replay.play(); at.replay.destroy(); }")
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
        assert page.evaluate("document.getElementById('replay').shadowRoot.childElementCount") == 0


def test_live_days_are_pushed_as_they_come(chromium: Browser, tmp_path: Path) -> None:
    place = ground()
    frames = blank(place, view_of(place, 40), ["live"], 40)
    (tmp_path / "live.html").write_text(page_of(piece(frames, "en", {"live": "live"}, pairs=1), script()))
    with opened(chromium, tmp_path / "live.html", 1440) as page:
        push = """([day, wait]) => document.getElementById('replay').replay.push({day, grids: {live: [0, 0, day]},
          values: {'live/waiting': [wait, null, 0], 'live/silent': [0, 0, 0], 'live/open': [1, 2, 3],
                   'live/satisfaction': [0.5, 0.6]}})"""
        page.evaluate(push, [0, 200.0])  # before the bytes are unpacked, too
        page.wait_for_selector('[data-frame="0"]')
        page.wait_for_selector("[data-ready]")
        places = [[1 / 6, 0.5], [0.5, 0.5], [5 / 6, 0.5]]
        assert page.evaluate(DOTS, [0, places]) == [SCALE[6], NONE, SCALE[0]]
        page.evaluate(push, [1, 7.0])
        assert page.locator(".day").inner_text() == "day 2 of 40"
        assert page.evaluate(DOTS, [0, places]) == [SCALE[1], NONE, SCALE[0]]
        page.locator("input[type=range]").fill("0")  # scrubbed back, it stays
        page.evaluate(push, [2, 7.0])
        assert page.locator(".day").inner_text() == "day 1 of 40"
        page.locator("canvas").click(position={"x": 5, "y": 5})
        assert (
            page.locator(".told").inner_text().startswith("C01, S1, grid 1: Waiting: live 99 ")
        )  # of 198, nothing and 0


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A place drawn by community, with the cells of its second street in a file beside it."""
    folder = tmp_path_factory.mktemp("province")
    map_of, own = lived_again(load("xialu", days=60), 0)
    m = np.arange(map_of.n_communities, dtype=np.int32)
    streets = np.arange(len(map_of.street_names))
    weeks = np.arange(10, 60, 7)
    view = View("community", BY_COMMUNITY, map_of.community, m, map_of.street_of_community, m, streets, weeks)
    arms = {"baseline": own, "grid_redivision": own}
    (folder / "detail").mkdir()
    street = frames_of(map_of, arms, view_of_street(map_of, 1, 60), replication=0)
    (folder / street_file(1)).write_text(street_script(1, street), encoding="utf-8")
    frames = frames_of(map_of, arms, view, replication=0, details=[1])
    (folder / "en.html").write_text(page_of(piece(frames, "en", ARMS, pairs=1), script()), encoding="utf-8")
    return folder, map_of


def click_in_second_street(page: Page, map_of: Ground) -> None:
    """Click a cell of the street whose cells are in a file."""
    page.wait_for_selector("[data-ready]")
    inside = np.flatnonzero(map_of.street_of_community[map_of.community] == 1)[5]
    canvas, frame = page.locator("canvas").first, page.locator("canvas").first.bounding_box()
    assert frame
    x, y = ((of - of.min() + 0.5) / (of.max() - of.min() + 1) for of in (map_of.cells.x, map_of.cells.y))
    canvas.click(position={"x": float(x[inside]) * frame["width"], "y": float(y[inside]) * frame["height"]})


@pytest.mark.parametrize("width", [1440, 390])
def test_a_click_goes_down_to_the_cells_of_a_street_and_back(chromium: Browser, province: Any, width: int) -> None:
    folder, map_of = province
    with opened(chromium, folder / "en.html", width) as page:
        page.locator("input[type=range]").fill("3")
        click_in_second_street(page, map_of)
        up = page.get_by_role("button", name="All communities")
        up.wait_for()
        assert page.locator(".day").inner_text() == "day 32 of 60"  # the same evening
        page.locator("canvas").first.click(position={"x": 20, "y": 20})
        assert "S2" in page.locator(".told").inner_text()
        up.click()
        assert not up.is_visible()
        assert page.locator(".day").inner_text() == "day 32 of 60"


def test_a_street_that_was_not_sent_leaves_the_communities(chromium: Browser, province: Any, tmp_path: Path) -> None:
    folder, map_of = province
    (tmp_path / "en.html").write_text((folder / "en.html").read_text(encoding="utf-8"), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto((tmp_path / "en.html").as_uri())
    click_in_second_street(page, map_of)
    page.wait_for_timeout(200)
    assert "S2" in page.locator(".told b").inner_text()
    assert not page.get_by_role("button", name="All communities").is_visible()
    page.close()
