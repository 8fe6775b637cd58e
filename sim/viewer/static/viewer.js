/* The script of the light pages: what runs, the form of Ask, the replay of Watch, lists that are searched. No library. */
(() => {
"use strict";
const all = (css, root = document) => [...root.querySelectorAll(css)];
const one = (css, root = document) => root.querySelector(css);
const body = document.body, lang = body.dataset.lang;

/** A text of the catalogue, with what stands in its placeholders. */
function say(key, values = {}) {
  const name = "w" + key.split("-").map((w) => w[0].toUpperCase() + w.slice(1)).join("");
  return (body.dataset[name] || key).replace(/\{(\w+)\}/g, (_, k) => values[k] ?? "");
}

function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null && value !== false) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

async function ask(path, form) {
  const how = form === undefined ? {} : {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(form)};
  return fetch(path, {...how, cache: "no-store"});
}

// -- what runs: seen on every page, in every tab
const ENDED = ["done", "failed", "cancelled"];
const running = one("#running"), shown = new Map(), dismissed = new Set();
let began = null;

function time(seconds) {
  const s = Math.max(1, Math.round(seconds)), zh = lang === "zh";
  if (s < 90) return zh ? `${s}秒` : `${s} s`;
  if (s < 5400) return zh ? `${Math.round(s / 60)}分钟` : `${Math.round(s / 60)} min`;
  return zh ? `${(s / 3600).toFixed(1)}小时` : `${(s / 3600).toFixed(1)} h`;
}

function row(run) {
  const told = make("p"), bar = make("progress", {max: 1, value: 0}), said = make("pre", {hidden: ""});
  const cancel = make("button", {type: "button"}, say("cancel"));
  const look = make("a", {class: "button", href: `/answer?study=${encodeURIComponent(run.study)}`}, say("look"));
  cancel.addEventListener("click", async () => { cancel.disabled = true; await ask(`/runs/${run.id}/cancel`, {}); tell(); });
  const made = make("div", {class: "run", "data-run": run.id}, told, bar, cancel, look, said);
  return {made, told, bar, cancel, look, said};
}

function draw(run) {
  if (!shown.has(run.id)) shown.set(run.id, row(run));
  const at = shown.get(run.id), ended = ENDED.includes(run.state);
  const parts = [run.state === "ready" ? say("ready-run") : run.state === "running" ? say("running", run) : say(run.state)];
  if (run.left_s != null) parts.push(say("left", {left: time(run.left_s)}));
  if (run.stopping) parts.push(say("stopping"));
  at.told.replaceChildren(make("b", {}, run.title[lang]), lang === "zh" ? "：" : ": ", parts.join(lang === "zh" ? "，" : ", "));
  at.made.dataset.state = run.state;
  at.bar.hidden = ended;
  at.bar.setAttribute("aria-label", run.title[lang]);
  if (run.total) { at.bar.max = run.total; at.bar.value = Math.max(at.bar.value, run.done); } else at.bar.removeAttribute("value");
  at.cancel.hidden = ended;
  at.look.hidden = run.state !== "done";
  at.said.hidden = !run.said;
  at.said.textContent = run.said;
  return at.made;
}

async function tell() {
  let runs = null;
  try {
    const answer = await ask("/runs");
    if (answer.ok) runs = await answer.json();
  } catch { /* the server has gone, or is about to come back */ }
  if (runs) {
    const seen = runs.filter((run) => !ENDED.includes(run.state) || run.id === began || shown.has(run.id));
    running.replaceChildren(...seen.map(draw));
    running.hidden = !seen.length;
    const mine = runs.find((run) => run.id === began);
    if (mine && mine.state === "done" && !dismissed.has(mine.id)) {
      dismissed.add(mine.id);
      location.assign(`/answer?study=${encodeURIComponent(mine.study)}`);
    }
  } else if (!running.hidden) {
    running.replaceChildren(make("p", {}, say("lost")));
  }
  clearTimeout(tell.timer);
  const busy = runs && runs.some((run) => !ENDED.includes(run.state));
  const stopping = runs && runs.some((run) => run.stopping); // somebody waits for it
  tell.timer = setTimeout(tell, document.hidden ? 5000 : stopping ? 200 : busy ? 700 : 3000);
}
if (running) tell();
document.addEventListener("visibilitychange", () => { if (!document.hidden) tell(); });

// -- Ask
const form = one("#ask");
if (form) {
  const levers = all(".lever", form), search = one("#search"), none = one("#none"), problems = one("#problems");
  let group = "";
  const chosen = () => levers.filter((l) => one("input[name=lever]", l).checked);
  const fields = (lever) => all("[name*='.']", lever);
  const isChanged = (field) => field.value.trim() !== field.dataset.usual;

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const l of levers) {
      const is = one("input[name=lever]", l).checked;
      l.hidden = !is && ((group && l.dataset.group !== group) || !words.every((w) => l.dataset.sought.includes(w)));
    }
    none.hidden = levers.some((l) => !l.hidden);
  };
  search.addEventListener("input", filter);
  for (const b of all("button[data-group]", form)) b.addEventListener("click", () => {
    group = b.dataset.group;
    for (const other of all("button[data-group]", form)) other.setAttribute("aria-pressed", other === b);
    filter();
  });

  /** The header names what is chosen: place, arms with doses, seed. */
  const name = () => {
    const place = form.elements.place, option = place.options[place.selectedIndex];
    const zh = lang === "zh", words = chosen().map((l) => {
      const doses = fields(l).filter(isChanged).map((f) => `${f.dataset.title}${zh ? "" : " "}${f.tagName === "SELECT" ? f.options[f.selectedIndex].text : f.value}`);
      return l.dataset.title + (doses.length ? (zh ? `（${doses.join("，")}）` : ` (${doses.join(", ")})`) : "");
    });
    one(".top .place").textContent = option.text.split(/[,，]/)[0];
    const arms = all(".top .arm");
    arms[1].dataset.none ||= arms[1].textContent;
    arms[1].textContent = words.length ? words.join(zh ? "＋" : " + ") : arms[1].dataset.none;
    const seed = one(".top .seed");
    seed.textContent = seed.textContent.replace(/\d+/, form.elements.seed.value || "0");
    const n = form.elements.pairs.value || "0";
    one("#run").textContent = say("pairs-button", {n});
    one("#run").disabled = one("#yaml").disabled = !words.length;
  };

  for (const l of levers) one("input[name=lever]", l).addEventListener("change", async (event) => {
    const box = one(".doses", l), at = event.target;
    box.hidden = !at.checked;
    name();
    if (at.checked && !box.childElementCount) {
      const answer = await ask(`/lever/${at.value}`);
      if (answer.ok) box.innerHTML = await answer.text(); // our own server's, escaped there
    }
  });
  form.addEventListener("input", (event) => {
    const field = event.target.closest(".field");
    if (field && event.target.dataset.usual != null) field.classList.toggle("changed", isChanged(event.target));
    name();
  });

  const asked = () => ({
    place: form.elements.place.value, funding: form.elements.funding.value, arms: form.elements.arms.value,
    pairs: form.elements.pairs.value, seed: form.elements.seed.value, draws: form.elements.draws.value,
    folder: form.elements.folder.value.trim(),
    levers: Object.fromEntries(chosen().map((l) => [one("input[name=lever]", l).value, Object.fromEntries(
      fields(l).filter(isChanged).map((f) => [f.name.split(".")[1], f.dataset.kind === "list" ? `[${f.value.trim()}]` : f.value.trim()]))])),
  });
  const complain = (told) => {
    problems.replaceChildren(...told.map((text) => make("pre", {}, text)));
    problems.hidden = !told.length;
    if (told.length) problems.scrollIntoView({block: "nearest"});
  };
  const send = async (path) => {
    complain([]);
    let answer;
    try { answer = await ask(path, asked()); } catch { complain([say("lost")]); return null; }
    if (answer.ok) return answer;
    complain((await answer.json()).problems);
    return null;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = one("#run");
    button.disabled = true;
    const answer = await send("/runs");
    button.disabled = false;
    if (!answer) return;
    began = (await answer.json()).id;
    await tell();
    running.scrollIntoView({block: "nearest"});
  });
  one("#yaml").addEventListener("click", async () => {
    const answer = await send("/study.yaml");
    if (answer) save(new Blob([await answer.text()], {type: "application/yaml"}), "asked.yaml");
  });
  // the browser keeps what was chosen when somebody comes back: let it be shown
  for (const l of levers) { const box = one("input[name=lever]", l); if (box.checked) box.dispatchEvent(new Event("change")); }
  name();
}

function save(blob, name) {
  const link = make("a", {href: URL.createObjectURL(blob), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// -- Watch
const watch = one("#watch");
async function fetchFrames() {
  for (;;) {
    const answer = await ask(watch.dataset.frames);
    if (answer.status !== 202) return answer;
    one("#making").textContent = say("making");
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
}
async function startWatch() {
  const answer = await fetchFrames(), note = one("#making");
  if (!answer.ok) { note.textContent = await answer.text(); return; }
  const frames = await answer.json(), options = JSON.parse(one("#options").textContent);
  const place = make("div", {id: "replay"});
  watch.append(place);
  const replay = Govsim.mount(place, frames, options);
  watch.replay = replay;
  place.addEventListener("govsim-frame", (event) => {
    one("#day").textContent = say("day-n", {day: event.detail.day + 1, days: frames.run_days});
  });
  place.addEventListener("govsim-choose", (event) => history(event.detail));
  await replay.ready;
  note.remove();
  replay.show(0);
  watch.dataset.ready = "";
}

/** What is known of the area that was clicked, and the layer's history there in every arm. */
async function history(chosen) {
  const area = one("#area");
  if (!chosen) { area.replaceChildren(); return; }
  const query = new URLSearchParams({community: chosen.community, day: chosen.day, grids: JSON.stringify(chosen.grids), open: JSON.stringify(chosen.open)});
  area.replaceChildren(make("h2", {}, chosen.place), chart(chosen));
  const asked = history.asked = `${watch.dataset.area}&${query}`, answer = await ask(asked);
  if (answer.ok && history.asked === asked) area.insertAdjacentHTML("beforeend", await answer.text()); // our own server's, escaped there
}

const COLOURS = ["#595959", "#0b5f9e", "#9a4a08", "#2f7d6d"];
function chart({layer, unit, days, series}) {
  const svg = (name, attributes, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };
  const width = Math.min(720, watch.clientWidth), height = 220, left = 46, right = 8, top = 10, bottom = 34;
  const values = series.flatMap((s) => s.values).filter((v) => v === v && v != null);
  const most = Math.max(...values, 1e-9) * 1.05, last = Math.max(1, days.length - 1);
  const x = (k) => left + (width - left - right) * k / last, y = (v) => height - bottom - (height - top - bottom) * v / most;
  const label = `${layer}, ${unit}: ${series.map((s) => s.name).join(", ")}`;
  const made = svg("svg", {viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, "font-size": 12});
  for (const share of [0, 0.5, 1]) {
    const v = most / 1.05 * share, digits = most < 2 ? 2 : most < 20 ? 1 : 0;
    made.append(svg("line", {x1: left, x2: width - right, y1: y(v), y2: y(v), stroke: "#e5e5e5"}));
    made.append(svg("text", {x: left - 6, y: y(v) + 4, "text-anchor": "end", fill: "#595959"}, v.toFixed(digits)));
  }
  for (const k of [0, Math.floor(last / 2), last])
    made.append(svg("text", {x: x(k), y: height - 14, "text-anchor": k === 0 ? "start" : k === last ? "end" : "middle", fill: "#595959"},
      k === last ? say("day-n", {day: days[k] + 1, days: days[last] + 1}) : days[k] + 1));
  series.forEach((s, i) => {
    let path = "";
    s.values.forEach((v, k) => { if (v === v && v != null) path += `${path && s.values[k - 1] === s.values[k - 1] ? "L" : "M"}${x(k).toFixed(1)} ${y(v).toFixed(1)}`; });
    made.append(svg("path", {d: path, fill: "none", stroke: COLOURS[i % COLOURS.length], "stroke-width": 2}));
  });
  const key = make("p", {class: "note"}, `${layer} (${unit}) `);
  series.forEach((s, i) => key.append(make("b", {style: `color:${COLOURS[i % COLOURS.length]}`}, ` ● ${s.name}`)));
  return make("div", {}, key, made);
}
if (watch) startWatch();

// -- Cases: the life of one, on click
for (const button of all("button[data-case]")) button.addEventListener("click", async () => {
  const answer = await ask(button.dataset.case), life = one("#life");
  life.innerHTML = await answer.text(); // our own server's, escaped there
  life.scrollIntoView({block: "nearest"});
});

// -- Evidence: search and bases
const sought = one("#sought");
if (sought) {
  const rows = all("#numbers tbody tr"), buttons = all("button[data-basis]"), found = one("#found");
  let basis = "";
  const filter = () => {
    const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of rows) {
      row.hidden = !words.every((w) => row.dataset.sought.includes(w)) || (basis && !row.dataset.basis.split(" ").includes(basis));
      n += !row.hidden;
    }
    found.textContent = `${n} / ${rows.length}`;
  };
  sought.addEventListener("input", filter);
  for (const b of buttons) b.addEventListener("click", () => {
    basis = basis === b.dataset.basis ? "" : b.dataset.basis;
    for (const other of buttons) other.setAttribute("aria-pressed", other.dataset.basis === basis && basis !== "");
    filter();
  });
  filter();
}

// -- figures as PNG: charts at twice their size, maps as they are drawn
async function picture(svg) {
  const copy = svg.cloneNode(true), [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  copy.setAttribute("width", width * 2);
  copy.setAttribute("height", height * 2);
  copy.setAttribute("font-family", getComputedStyle(svg).fontFamily);
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  await image.decode();
  const canvas = make("canvas", {width: width * 2, height: height * 2}), pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0);
  return canvas;
}
for (const button of all("button.png")) button.hidden = !watch && !one("main svg[viewBox]"); // a page of words alone
for (const button of all("button.png")) button.addEventListener("click", async () => {
  const drawn = [...all("main svg[viewBox]").filter((s) => s.checkVisibility()), ...(watch?.replay?.pictures() ?? [])];
  let k = 0;
  for (const figure of drawn) {
    const canvas = figure.tagName === "CANVAS" ? figure : await picture(figure);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    save(blob, `govsim-${body.dataset.page}-${++k}.png`);
  }
});

// on a phone the menu is folded; on a wide page its links stand in a row
const menu = one(".menu"), wide = matchMedia("(min-width: 701px)");
if (menu) { menu.open = wide.matches; wide.addEventListener("change", () => { menu.open = wide.matches; }); }
})();
