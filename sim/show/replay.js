/* The replay: draws frames.json (see sim/show/frames.py) in a page, the viewer or a notebook. No library, no request
   but the scripts of streets, which a page opened from a disk may load.

   const replay = Govsim.mount(element, frames, {lang, words, day, pair, base});
                               base stands before the name of a street's script
   replay.ready                a promise: the bytes are unpacked and the first frame is drawn
   replay.show(k)              draw frame k; replay.layer(i), replay.arm(i) choose what; replay.play(), replay.stop()
   replay.push({day, values})  add a frame: values of "ARM/LAYER" by unit, null where there is nothing to show
   replay.pictures()           a canvas of each map that is seen
   replay.destroy()            take everything away, listeners too */
(() => {
"use strict";

// Dark is always worse; of a difference, blue is better. Neighbours differ for people who see few colours, too.
const SCALE = ["#fff7e0", "#fde3a7", "#fbc56d", "#f39a3d", "#dd6b20", "#a8430f", "#6b2409"];
const CHANGE = ["#1b5e9b", "#5b94c6", "#a9c9e2", "#f2f2f2", "#f0bf8f", "#d9843b", "#9a4a08"];
const NOTHING = 255, STEPS = 250, NONE = "#c9c9c9", GRID = "rgba(0,0,0,.28)", COMMUNITY = "#1a1a1a", CHOSEN = "#0b5f9e";
const MOST_OUTLINES = 400; // above it only streets are outlined: the lines would hide the colours
const MOST_NAMED = 60; // communities; of more of them the pointer and a click tell the name
const AIR = 2; // around a name, CSS pixels
const NARROW = 700; // CSS pixels, under which one picture is shown at a time
const PLAY_S = 12, FEWEST_A_S = 3, MOST_A_S = 30; // how long a play lasts, within these frames a second
const POWER = {linear: 1, sqrt: 2};

const STYLE = `
:host { display: block; color: #1a1a1a; font-size: 15px; line-height: 1.4; }
.box { outline-offset: 4px; }
.row { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 0 0 8px; }
button, select { font: inherit; min-height: 44px; min-width: 44px; padding: 0 12px; border: 1px solid #8a8a8a;
  border-radius: 6px; background: #fff; color: #1a1a1a; cursor: pointer; }
button[aria-pressed=true] { background: #0b5f9e; border-color: #0b5f9e; color: #fff; }
button:focus-visible, select:focus-visible, input:focus-visible, .box:focus-visible { outline: 2px solid #0b5f9e; }
button:disabled { color: #6d6d6d; border-color: #c9c9c9; cursor: default; }
input[type=range] { flex: 1 1 140px; min-width: 120px; height: 44px; margin: 0; accent-color: #0b5f9e; }
.day { flex: 0 0 auto; font-variant-numeric: tabular-nums; font-weight: 600; }
.panels { display: grid; gap: 16px; align-items: start; }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; margin: 0 0 4px; overflow-wrap: anywhere; }
canvas { display: block; width: 100%; cursor: pointer; touch-action: manipulation; }
.ground { position: relative; }
.name { position: absolute; transform: translate(-50%, -50%); font-size: 12px; line-height: 1; white-space: nowrap;
  pointer-events: none; text-shadow: 1px 0 #fff, -1px 0 #fff, 0 1px #fff, 0 -1px #fff, 1px 1px #fff, -1px -1px #fff; }
.legend { display: flex; flex-wrap: wrap; margin: 6px 0 0; font-size: 12px; font-variant-numeric: tabular-nums; }
.legend div { flex: 1 1 34px; text-align: center; white-space: nowrap; }
.legend i { display: block; height: 12px; border: 1px solid #8a8a8a; margin: 0 0 2px; }
.unit { font-size: 12px; color: #595959; margin: 2px 0 0; }
.told { min-height: 44px; margin: 8px 0 0; font-variant-numeric: tabular-nums; }
.told b, .same { font-weight: 600; }
.note { font-size: 13px; color: #595959; margin: 4px 0 0; }
.same { padding: 24px 0; font-size: 18px; }
[hidden] { display: none !important; }
@media print { .control { display: none !important; } }
`;

/** Make an element with attributes and children; a text is never read as HTML. */
function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

async function bytes(text) {
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const numbers = async (text) => new Int32Array((await bytes(text)).buffer);

/** Days as they are, from differences modulo 256: one array a day. */
async function days(text, count) {
  const all = await bytes(text);
  for (let k = count; k < all.length; k++) all[k] += all[k - count];
  return Array.from({length: count ? all.length / count : 0}, (_, d) => all.subarray(d * count, (d + 1) * count));
}

const colour = (hex) => {
  const n = parseInt(hex.slice(1), 16);
  return (255 << 24 | (n & 255) << 16 | (n >> 8 & 255) << 8 | n >> 16) >>> 0; // lowest byte first: red
};
const CHANGE_DOTS = CHANGE.map(colour), NONE_DOT = colour(NONE);

/** What a layer's bytes mean: values, classes and colours. */
function read(layer) {
  const value = new Float64Array(256).fill(NaN), dot = new Uint32Array(256).fill(NONE_DOT);
  const colours = layer.worse === "low" ? [...SCALE].reverse() : SCALE;
  for (let q = 0; q <= STEPS; q++) {
    value[q] = layer.lo + (layer.hi - layer.lo) * (q / STEPS) ** POWER[layer.coding];
    dot[q] = colour(colours[layer.breaks.filter((limit) => limit <= value[q] + 1e-9).length]);
  }
  const sign = layer.worse === "low" ? -1 : 1, middle = (CHANGE.length - 1) / 2;
  const change = (before, after) => {
    const d = sign * (value[after] - value[before]);
    if (d !== d) return NONE_DOT;
    const size = layer.steps.filter((step) => step <= Math.abs(d) + 1e-9).length;
    return CHANGE_DOTS[d > 0 ? middle + size : middle - size];
  };
  const changes = new Uint32Array(65536);
  for (let a = 0; a < 256; a++) for (let b = 0; b < 256; b++) changes[a << 8 | b] = change(a, b);
  const encode = (v) => v == null || v !== v ? NOTHING : Math.round(
    STEPS * Math.min(1, Math.max(0, (v - layer.lo) / (layer.hi - layer.lo))) ** (1 / POWER[layer.coding]));
  return {...layer, value, dot, changes, colours, encode};
}

/** Unpack frames once. */
async function unpack(frames) {
  const [raster, community, street] = await Promise.all([frames.raster, frames.community, frames.street].map(numbers));
  const groups = frames.names.length;
  const blocks = {};
  await Promise.all(frames.arms.flatMap((arm) => frames.layers.map(async (layer) => {
    const key = arm.key + "/" + layer.key;
    const count = layer.of === "community" ? groups : frames.n;
    blocks[key] = frames.blocks[key] ? await days(frames.blocks[key], count) : [];
  })));
  const arms = await Promise.all(frames.arms.map(async (arm) => ({
    key: arm.key,
    grids: await Promise.all(arm.grids.map(async (g) => ({from: g.from_day, of: await numbers(g.of)}))),
  })));
  const byCommunity = raster.map((unit) => unit < 0 ? -1 : community[unit]);
  return {...frames, raster, community, street, byCommunity, blocks, arms, days: [...frames.days],
          layers: frames.layers.map(read), middles: middles(byCommunity, frames.width, frames.height, groups)};
}

/** Of each area the picture element nearest to its middle (which may lie in a lake), the largest area first. */
function middles(area, width, height, groups) {
  if (groups > MOST_NAMED) return [];
  const found = Array.from({length: groups}, (_, k) => ({k, n: 0, x: 0, y: 0, far: Infinity, at: null}));
  const each = (act) => {
    let i = 0;
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) { const k = area[i++]; if (k >= 0) act(found[k], x, y); }
  };
  each((own, x, y) => { own.n++; own.x += x; own.y += y; });
  each((own, x, y) => {
    const far = Math.hypot(x - own.x / own.n, y - own.y / own.n);
    if (far < own.far) { own.far = far; own.at = [x + 0.5, y + 0.5]; }
  });
  return found.filter((own) => own.n).sort((a, b) => b.n - a.n);
}

/** Lines between picture elements of different areas, and around all. */
function borders(pen, area, width, height, scale) {
  const at = (x, y) => x < 0 || y < 0 || x >= width || y >= height ? -1 : area[y * width + x];
  pen.beginPath();
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      const here = at(x, y);
      if (here !== at(x - 1, y)) { pen.moveTo(x * scale, y * scale); pen.lineTo(x * scale, (y + 1) * scale); }
      if (here !== at(x, y - 1)) { pen.moveTo(x * scale, y * scale); pen.lineTo((x + 1) * scale, y * scale); }
    }
  }
  pen.stroke();
}

const loading = new Map(); // street -> promise of its frames, asked for once in a page
const waiting = new Map(); // street -> who waits for the call of its script

function detail(street, frames) {
  waiting.get(street)?.(frames);
  waiting.delete(street);
}

function load(street, base) {
  if (!loading.has(street)) {
    loading.set(street, new Promise((resolve, reject) => {
      waiting.set(street, resolve);
      const name = "detail/street_" + String(street + 1).padStart(3, "0") + ".js";
      const script = make("script", {src: base + name});
      script.onerror = () => { loading.delete(street); reject(new Error(name)); };
      script.onload = () => script.remove();
      document.head.append(script);
    }));
  }
  return loading.get(street);
}

function mount(element, frames, {lang = "en", words = {}, day = 0, pair = "", base = ""} = {}) {
  const gone = new AbortController(), signal = {signal: gone.signal};
  const root = element.shadowRoot || element.attachShadow({mode: "open"});
  const say = (key, values = {}) =>
    String(words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const state = {k: 0, layer: 0, arm: 1, tab: 0, chosen: -1, playing: 0, narrow: false, pace: 1, above: null, toldOf: -1, later: 0};
  let data = null, panels = [], drawn = 0;

  const on = (target, name, act) => target.addEventListener(name, act, signal);
  const button = (label, act, attributes) => {
    const made = make("button", {type: "button", ...attributes}, label);
    on(made, "click", act);
    return made;
  };

  // -- what is on the page
  const layerRow = make("div", {class: "row control", role: "group", "aria-label": say("layers")});
  const tabRow = make("div", {class: "row control", role: "group", "aria-label": say("pictures")});
  const playButton = button("▶ " + say("play"), () => state.playing ? stop() : play());
  const slider = make("input", {type: "range", min: 0, value: 0, "aria-label": say("evening")});
  const dayText = make("span", {class: "day", "aria-live": "off"});
  const paceChoice = make("select", {"aria-label": say("pace")},
    ...[["slow", 0.4], ["usual", 1], ["fast", 2]].map(([key, pace]) =>
      make("option", {value: pace, selected: pace === 1}, say(key))));
  const backButton = button("‹", () => { stop(); show(state.k - 1); }, {"aria-label": say("back")});
  const onButton = button("›", () => { stop(); show(state.k + 1); }, {"aria-label": say("forward")});
  const upButton = button(say("up"), () => up(), {hidden: true});
  const playRow = make("div", {class: "row control"}, playButton, backButton, onButton, slider, dayText, paceChoice, upButton);
  const panelBox = make("div", {class: "panels"});
  const sameText = make("p", {class: "same", hidden: true});
  const told = make("p", {class: "told", role: "status"});
  const note = make("p", {class: "note"}, pair);
  const box = make("div", {class: "box", tabindex: 0, lang, role: "group", "aria-label": say("replay")},
    layerRow, tabRow, playRow, panelBox, sameText, told, note);
  root.replaceChildren(make("style", {}, STYLE), box);
  on(slider, "input", () => { stop(); show(+slider.value); });
  on(paceChoice, "change", () => { state.pace = +paceChoice.value; if (state.playing) { stop(); play(); } });
  on(box, "keydown", (event) => {
    const typing = event.composedPath()[0];
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (step && typing !== slider && typing !== paceChoice) { stop(); show(state.k + step); event.preventDefault(); }
    if (event.key === " " && typing.tagName !== "BUTTON" && typing !== paceChoice) {
      state.playing ? stop() : play();
      event.preventDefault();
    }
  });

  const name = (key) => say("arm." + key) === "arm." + key ? key : say("arm." + key);
  const pick = (both) => both[lang] || both.en;
  const layer = () => data.layers[state.layer];
  const other = () => data.arms[Math.min(state.arm, data.arms.length - 1)];

  // -- panels: an arm each, and the difference
  function panel(kind, arm) {
    const canvas = make("canvas", {role: "img", "aria-label": ""});
    const caption = make("figcaption");
    const legend = make("div", {class: "legend"}), unit = make("p", {class: "unit"});
    const names = make("div", {"aria-hidden": "true"}), ground = make("div", {class: "ground"}, canvas, names);
    const figure = make("figure", {}, caption, ground, legend, unit);
    const small = make("canvas", {width: data.width, height: data.height});
    const pen = small.getContext("2d");
    const picture = pen.createImageData(data.width, data.height);
    const made = {kind, arm, canvas, names, caption, legend, unit, figure, small, pen, picture, lines: make("canvas"),
                  dots: new Uint32Array(picture.data.buffer), drawnGrids: null, scale: 0};
    const under = (event) => {
      const frame = canvas.getBoundingClientRect();
      const x = Math.floor((event.clientX - frame.left) / frame.width * data.width);
      const y = Math.floor((event.clientY - frame.top) / frame.height * data.height);
      return data.raster[Math.min(Math.max(y, 0), data.height - 1) * data.width + Math.min(Math.max(x, 0), data.width - 1)];
    };
    on(canvas, "click", (event) => choose(under(event)));
    on(canvas, "pointermove", (event) => { const u = under(event); canvas.title = u < 0 ? "" : placeOf(u, [arm()]); });
    return made;
  }

  function build() {
    const pairs = data.arms.length > 1;
    panels = pairs ? [panel("arm", () => data.arms[0]), panel("arm", other), panel("change", other)]
                   : [panel("arm", () => data.arms[0])];
    panelBox.replaceChildren(...panels.map((p) => p.figure));
    layerRow.replaceChildren(...data.layers.map((own, i) => button(say("layer." + own.key), () => setLayer(i))));
    const choice = data.arms.length > 2 ? [make("select", {"aria-label": say("arm")},
      ...data.arms.slice(1).map((arm, i) => make("option", {value: i + 1}, name(arm.key))))] : [];
    if (choice.length) on(choice[0], "change", () => setArm(+choice[0].value));
    tabRow.replaceChildren(...choice, ...(pairs ? panels.map((p, i) => button("", () => setTab(i), {class: "tab"})) : []));
    label();
  }

  /** Write all texts that change with layer, arm and tab. */
  function label() {
    const own = layer(), unitText = say("unit." + own.key);
    [...layerRow.children].forEach((b, i) => b.setAttribute("aria-pressed", i === state.layer));
    const heads = panels.map((p) => p.kind === "change" ? say("difference") : name(p.arm().key));
    [...tabRow.querySelectorAll(".tab")].forEach((b, i) => {
      b.textContent = heads[i];
      b.hidden = !state.narrow;
      b.setAttribute("aria-pressed", i === state.tab);
    });
    tabRow.hidden = data.arms.length < 2 || (!state.narrow && data.arms.length < 3);
    panels.forEach((p, i) => {
      p.caption.textContent = heads[i];
      p.caption.hidden = state.narrow && panels.length > 1;
      p.figure.hidden = state.narrow && i !== state.tab;
      const key = p.kind === "change" ? changeLegend(own) : classLegend(own);
      p.legend.replaceChildren(...key.map(([hex, text]) => make("div", {}, swatch(hex), text)));
      p.unit.textContent = p.kind === "change" ? say("difference_unit", {unit: unitText}) : unitText;
    });
    panelBox.style.gridTemplateColumns = state.narrow ? "1fr" : `repeat(${panels.length}, minmax(0, 1fr))`;
    panelBox.hidden = !!own.flat;
    sameText.hidden = !own.flat;
    if (own.flat) {
      const told = {layer: say("layer." + own.key), low: own.p1.toFixed(own.digits), high: own.p99.toFixed(own.digits)};
      sameText.textContent = say("same", {...told, unit: unitText});
    }
    slider.max = Math.max(0, data.days.length - 1);
    upButton.hidden = !state.above;
  }

  const span = (low, high) => low === high ? `${low}` : `${low}–${high}`;
  const swatch = (hex) => { const i = make("i"); i.style.background = hex; return i; };

  /** From better to worse, so that dark stands on the right on every layer. */
  function classLegend(own) {
    const b = own.breaks, whole = own.counts ? 1 : 0;
    const key = own.colours.map((hex, i) => [hex, i === 0 ? (whole && b[0] === 1 ? "0" : "<" + b[0])
      : i === b.length ? "≥" + b[i - 1] : span(b[i - 1], b[i] - whole)]);
    return [...(own.worse === "low" ? key.reverse() : key), [NONE, say("none")]];
  }

  function changeLegend(own) {
    const s = own.steps, whole = own.counts ? 1 : 0; // of whole numbers: 2-3, not 2-4
    const size = (i) => i === s.length ? "≥" + s[i - 1] : span(s[i - 1], s[i] - whole);
    const least = whole && s[0] === 1 ? "0" : "<" + s[0];
    return CHANGE.map((hex, i) => {
      const far = i - s.length;
      const text = far === 0 ? least : size(Math.abs(far));
      return [hex, i === 0 ? `${say("better")} ${text}` : i === CHANGE.length - 1 ? `${text} ${say("worse")}` : text];
    });
  }

  // -- drawing
  const frameOf = (arm, own) => data.blocks[arm.key + "/" + own.key][state.k];
  const gridsOf = (arm) => arm.grids.filter((g) => g.from <= data.days[state.k]).pop();

  function paint(p) {
    const own = layer(), where = own.of === "community" ? data.byCommunity : data.raster;
    const first = frameOf(data.arms[0], own), second = frameOf(p.arm(), own), dots = p.dots;
    if (!second || !first) { dots.fill(0); }
    else if (p.kind === "change") {
      for (let i = 0; i < dots.length; i++) {
        const u = where[i];
        dots[i] = u < 0 ? 0 : own.changes[first[u] << 8 | second[u]];
      }
    } else {
      for (let i = 0; i < dots.length; i++) { const u = where[i]; dots[i] = u < 0 ? 0 : own.dot[second[u]]; }
    }
    p.pen.putImageData(p.picture, 0, 0);
    const grids = gridsOf(p.arm());
    if (p.drawnGrids !== (grids || data)) { p.drawnGrids = grids || data; outline(p, grids); }
    const pen = p.canvas.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.clearRect(0, 0, p.canvas.width, p.canvas.height);
    pen.drawImage(p.small, 0, 0, p.canvas.width, p.canvas.height);
    pen.drawImage(p.lines, 0, 0);
    if (state.chosen >= 0) mark(p, pen);
  }

  /** Borders stay until grids are drawn anew, so they are drawn beforehand. */
  function outline(p, grids) {
    p.lines.width = p.canvas.width;
    p.lines.height = p.canvas.height;
    const pen = p.lines.getContext("2d"), {width, height} = data, ratio = devicePixelRatio || 1;
    if (grids) {
      pen.strokeStyle = GRID;
      pen.lineWidth = ratio;
      borders(pen, data.raster.map((u) => u < 0 ? -1 : grids.of[u]), width, height, p.scale);
    }
    const streetsOnly = data.names.length > MOST_OUTLINES;
    pen.strokeStyle = COMMUNITY;
    pen.lineWidth = (streetsOnly ? 1 : 1.6) * ratio;
    const area = streetsOnly ? data.byCommunity.map((c) => c < 0 ? -1 : data.street[c]) : data.byCommunity;
    borders(pen, area, width, height, p.scale);
  }

  /** Names of the communities that have room, the largest first; the pointer and a click tell the others. */
  function nameAreas(p) {
    const wide = p.canvas.clientWidth, high = wide * data.height / data.width, taken = [], made = [];
    const pen = p.lines.getContext("2d");
    pen.font = "12px " + getComputedStyle(box).fontFamily;
    for (const own of data.middles) {
      const text = pick(data.names[own.k]).replace(/(.)(社区|街道)$/, "$1"); // on a map of nothing else
      const half = pen.measureText(text).width / 2 + AIR, tall = 6 + AIR;
      if (2 * half > wide || 2 * tall > high) continue;
      const x = Math.min(Math.max(own.at[0] / data.width * wide, half), wide - half);
      const y = Math.min(Math.max(own.at[1] / data.height * high, tall), high - tall);
      if (taken.some(([a, b, far]) => Math.abs(x - a) < half + far && Math.abs(y - b) < 2 * tall)) continue;
      taken.push([x, y, half]);
      made.push(make("span", {class: "name", style: `left:${(x / wide * 100).toFixed(2)}%;top:${(y / high * 100).toFixed(2)}%`}, text));
    }
    p.names.replaceChildren(...made);
  }

  function mark(p, pen) {
    const own = new Set(together(p.arm(), state.chosen));
    pen.strokeStyle = CHOSEN;
    pen.lineWidth = 3 * (devicePixelRatio || 1);
    borders(pen, data.raster.map((u) => own.has(u) ? 1 : -1), data.width, data.height, p.scale);
  }

  function resize() {
    if (!data) return;
    const narrow = box.clientWidth < NARROW;
    if (narrow !== state.narrow) { state.narrow = narrow; label(); }
    for (const p of panels) {
      const wide = p.canvas.clientWidth;
      if (!wide) continue;
      const scale = Math.max(1, wide * (devicePixelRatio || 1) / data.width);
      if (Math.abs(scale - p.scale) < 1e-6) continue;
      p.scale = scale;
      p.canvas.width = Math.round(data.width * scale);
      p.canvas.height = Math.round(data.height * scale);
      p.drawnGrids = null;
      nameAreas(p);
    }
    draw();
  }

  function draw() {
    if (!data || !data.days.length) return;
    for (const p of panels) if (p.scale && !p.figure.hidden && !panelBox.hidden) paint(p);
    slider.value = state.k;
    const values = {day: data.days[state.k] + 1, days: data.run_days};
    dayText.textContent = say("day", values);
    slider.setAttribute("aria-valuetext", dayText.textContent);
    box.dataset.frame = state.k;
    element.dispatchEvent(new CustomEvent("govsim-frame", {detail: {day: data.days[state.k]}}));
    drawn++;
    if (!state.playing) {
      if (state.chosen >= 0 && state.toldOf !== state.k) { clearTimeout(state.later); state.later = setTimeout(tellChosen, 250); }
      for (const p of panels) p.canvas.setAttribute("aria-label", say("picture",
        {arm: p.caption.textContent, layer: say("layer." + layer().key), unit: say("unit." + layer().key), ...values}));
    }
    tell();
  }

  const gridOf = (arm, unit) => gridsOf(arm)?.of[unit] ?? -1;
  const armsShown = () => data.arms.length > 1 ? [data.arms[0], other()] : [data.arms[0]];

  /** Cells of the grid that a cell belongs to today; the unit alone where no grids are drawn. */
  function together(arm, unit) {
    const grids = gridsOf(arm), found = [];
    if (!grids) return [unit];
    grids.of.forEach((grid, u) => { if (grid === grids.of[unit]) found.push(u); });
    return found;
  }

  /** Value of a layer in a grid: what is counted adds up, anything else is the mean of its cells. */
  function valueOf(own, frame, units) {
    if (!frame) return NaN;
    if (own.of === "community") return own.value[frame[data.community[units[0]]]];
    const known = units.map((u) => own.value[frame[u]]).filter((v) => v === v);
    const sum = known.reduce((a, b) => a + b, 0);
    return !known.length ? NaN : own.counts ? sum : sum / known.length;
  }

  /** Name a unit: its community, its street where there are several, its grid in some arms if it is the same. */
  function placeOf(u, arms = armsShown()) {
    const c = data.community[u], grids = arms.map((arm) => gridOf(arm, u));
    return [pick(data.names[c]), data.streets.length > 1 || state.above ? pick(data.streets[data.street[c]]) : "",
            grids[0] >= 0 && grids.every((grid) => grid === grids[0]) ? say("grid", {grid: grids[0] + 1}) : ""]
      .filter(Boolean).join(say("comma"));
  }

  /** Name an arm, and the grid of a unit there where arms differ in it. */
  function armAt(arm, u, arms) {
    const own = gridOf(arm, u);
    return arms.every((one) => gridOf(one, u) === own) ? name(arm.key) : say("of_grid", {arm: name(arm.key), grid: own + 1});
  }

  const unitAt = (own) => own.of === "unit" && !own.counts && gridsOf(other())
    ? say("mean_of_cells", {unit: say("unit." + own.key)}) : say("unit." + own.key);

  /** Say what was clicked: its name, both values and the unit. */
  function tell() {
    const u = state.chosen, own = layer();
    if (u < 0) { told.textContent = own.flat ? "" : say("click"); return; }
    const shown = armsShown();
    const values = shown.map((arm) => valueOf(own, frameOf(arm, own), together(arm, u)));
    const text = (v) => v === v ? v.toFixed(own.digits) : say("none");
    const parts = shown.map((arm, i) => say("value", {arm: armAt(arm, u, shown), value: text(values[i])}));
    const d = values[1] - values[0], sign = d > 0 ? "+" : "−";
    if (d === d) parts.push(say("change", {value: +text(Math.abs(d)) ? sign + text(Math.abs(d)) : text(0)}));
    told.replaceChildren(make("b", {}, placeOf(u)), say("place", {layer: say("layer." + own.key),
      values: parts.join(say("comma")), unit: unitAt(own)}));
  }

  // -- what can be done
  function show(k) {
    state.k = data ? Math.min(Math.max(0, k), Math.max(0, data.days.length - 1)) : k;
    draw();
  }

  // before the bytes are unpacked they only note what is wanted
  const renew = () => { if (data) { label(); resize(); } };
  function setLayer(i) {
    state.layer = i;
    renew();
    if (data && state.chosen >= 0) tellChosen();
  }
  function setArm(i) {
    state.arm = i;
    for (const choice of tabRow.querySelectorAll("select")) choice.value = i;
    for (const p of panels) p.drawnGrids = null;
    renew();
  }
  function setTab(i) { state.tab = i; renew(); }

  function play() {
    if (!data || state.playing || data.days.length < 2) return;
    if (state.k >= data.days.length - 1) show(0);
    const rate = state.pace * Math.min(MOST_A_S, Math.max(FEWEST_A_S, data.days.length / PLAY_S));
    const from = state.k, last = data.days.length - 1;
    let began = 0;
    const step = (now) => {
      began ||= now;
      const k = Math.min(last, from + Math.floor((now - began) / 1000 * rate));
      state.playing = requestAnimationFrame(step);
      if (k !== state.k) show(k);
      if (k >= last) stop();
    };
    state.playing = requestAnimationFrame(step);
    playButton.textContent = "❚❚ " + say("pause");
  }

  function stop() {
    if (!state.playing) return;
    cancelAnimationFrame(state.playing);
    state.playing = 0;
    playButton.textContent = "▶ " + say("play");
    draw();
  }

  function choose(unit) {
    const street = unit < 0 ? -1 : data.street[data.community[unit]];
    state.chosen = unit === state.chosen ? -1 : unit;
    if (data.unit === "community" && unit >= 0 && data.details.includes(street)) down(street);
    draw();
    tellChosen();
  }

  function tellChosen() {
    clearTimeout(state.later);
    if (!data) return;
    state.toldOf = state.k;
    element.dispatchEvent(new CustomEvent("govsim-choose", {detail: state.chosen < 0 ? null : history(state.chosen)}));
  }

  /** What the days say of the grid (or community) that was clicked, for a page that tells it beside the map. */
  function history(unit) {
    const own = layer(), open = data.layers.find((one) => one.key === "open"), arms = data.arms;
    const of = (arm) => {
      const units = together(arm, unit);
      return data.blocks[arm.key + "/" + own.key].map((frame) => valueOf(own, frame, units));
    };
    const byArm = (make) => Object.fromEntries(arms.map((arm) => [arm.key, make(arm)]));
    return {place: placeOf(unit, arms), community: data.community[unit], days: data.days, day: data.days[state.k] + 1,
            grids: byArm((arm) => gridOf(arm, unit)), layer: say("layer." + own.key), unit: unitAt(own),
            open: open ? byArm((arm) => valueOf(open, data.blocks[arm.key + "/open"][state.k], together(arm, unit))) : {},
            series: arms.map((arm) => ({name: armAt(arm, unit, arms), values: of(arm)}))};
  }

  /** Go down to the cells of a street, on the day that is shown. */
  async function down(street) {
    try {
      const frames = await load(street, base);
      if (gone.signal.aborted) return;
      enter(await unpack(frames), {data, k: state.k});
    } catch { /* the file was not sent along: the communities stay */ }
  }

  function up() {
    if (state.above) enter(state.above.data, null);
  }

  function enter(next, above) {
    const day = data ? data.days[state.k] : 0;
    stop();
    data = next;
    state.above = above;
    state.chosen = -1;
    state.layer = Math.min(state.layer, data.layers.length - 1);
    build();
    const k = data.days.findIndex((d) => d >= day);
    state.k = k < 0 ? Math.max(0, data.days.length - 1) : k;
    resize();
  }

  function push(frame) {
    if (!data) { ready.then(() => data && push(frame)); return; }
    const atEnd = state.k >= data.days.length - 1; // who has scrubbed back stays there
    data.days.push(frame.day);
    for (const own of data.layers) for (const arm of data.arms) {
      const key = arm.key + "/" + own.key;
      data.blocks[key].push(Uint8Array.from(frame.values[key], own.encode));
    }
    for (const arm of data.arms) {
      const of = frame.grids?.[arm.key];
      if (of) arm.grids.push({from: frame.day, of: Int32Array.from(of)});
    }
    slider.max = data.days.length - 1;
    if (atEnd) show(data.days.length - 1);
  }

  /** The maps as they are seen, with their names, to be kept as pictures. */
  function pictures() {
    return panels.filter((p) => p.scale && p.canvas.checkVisibility()).map(({canvas, names}) => {
      const {width, height} = canvas, ratio = width / canvas.clientWidth, copy = make("canvas", {width, height});
      const pen = copy.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, width, height);
      pen.drawImage(canvas, 0, 0);
      Object.assign(pen, {font: `${12 * ratio}px ${getComputedStyle(box).fontFamily}`, textAlign: "center", textBaseline: "middle",
                          strokeStyle: "#fff", fillStyle: COMMUNITY, lineWidth: 3 * ratio, lineJoin: "round"});
      for (const own of names.children) {
        const x = parseFloat(own.style.left) / 100 * width, y = parseFloat(own.style.top) / 100 * height;
        pen.strokeText(own.textContent, x, y);
        pen.fillText(own.textContent, x, y);
      }
      return copy;
    });
  }

  const watch = new ResizeObserver(resize);
  watch.observe(box);
  gone.signal.addEventListener("abort", () => watch.disconnect(), {once: true});

  function destroy() {
    if (state.playing) cancelAnimationFrame(state.playing);
    clearTimeout(state.later);
    gone.abort();
    root.replaceChildren();
    data = null;
    panels = [];
  }

  const canUnpack = typeof DecompressionStream === "function";
  if (!canUnpack) { playRow.hidden = layerRow.hidden = tabRow.hidden = true; told.textContent = say("old_browser"); }
  const ready = canUnpack ? unpack(frames).then((unpacked) => {
    if (gone.signal.aborted) return;
    data = unpacked;
    state.narrow = box.clientWidth < NARROW;
    build();
    show(state.k || day);
    resize();
    box.dataset.ready = "";
  }) : Promise.resolve();

  return {ready, show, layer: setLayer, arm: setArm, tab: setTab, play, stop, push, pictures, destroy,
          get drawn() { return drawn; }, get frame() { return state.k; }};
}

globalThis.Govsim = {...globalThis.Govsim, mount, detail};
})();
