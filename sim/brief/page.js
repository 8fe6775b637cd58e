/* What the reader chooses: the language, the arm that is shown, and whether one fate is played. */
(() => {
"use strict";
const all = (css, root = document) => [...root.querySelectorAll(css)];
const CAN_UNPACK = typeof DecompressionStream === "function";
const replays = new Map(); // place in the page -> its replay
let arm = document.body.dataset.arm;

/** Show the parts of an arm, on the replay too. */
function pickArm(key) {
  arm = key;
  for (const part of all("[data-of-arm]")) part.hidden = part.dataset.ofArm !== key;
  for (const choice of all("select.arm")) choice.value = key;
  for (const [place, replay] of replays) follow(place, replay);
}

function follow(place, replay) {
  const at = JSON.parse(place.dataset.arms).indexOf(arm);
  if (at > 0) replay.arm(at);
}

function pickLanguage(lang) {
  document.documentElement.lang = lang;
  for (const part of all("[data-of-lang]")) part.hidden = part.dataset.ofLang !== lang;
  for (const choice of all("button[data-lang]")) choice.setAttribute("aria-pressed", choice.dataset.lang === lang);
}

/** The text that an element holds, pressed. */
function plain(element) {
  const pressed = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([pressed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Put the parts that were folded away where they belong. An old browser cannot: there nothing can be chosen. */
async function unfold() {
  const parts = all("script.folded");
  if (!CAN_UNPACK) {
    if (parts.length) for (const choice of all("nav.switch, select.arm")) choice.closest(".control").hidden = true;
    return;
  }
  await Promise.all(parts.map(async (part) => {
    const made = document.createElement("template");
    made.innerHTML = await plain(part);
    part.replaceWith(made.content);
  }));
}

async function start(place) {
  place.querySelector(".start").hidden = true;
  const options = JSON.parse(place.querySelector("script").textContent);
  const frames = CAN_UNPACK ? JSON.parse(await plain(document.getElementById("frames"))) : null; // it says so itself
  const replay = Govsim.mount(place.querySelector(".mount"), frames, options);
  replays.set(place, replay);
  replay.ready.then(() => { follow(place, replay); replay.play(); place.dataset.started = ""; });
}

unfold().then(() => {
  for (const choice of all("select.arm")) choice.addEventListener("change", () => pickArm(choice.value));
  for (const choice of all("button[data-lang]")) choice.addEventListener("click", () => pickLanguage(choice.dataset.lang));
  for (const button of all(".replay .start")) button.addEventListener("click", () => start(button.closest(".replay")));
  for (const [when, open] of [["beforeprint", true], ["afterprint", false]])
    addEventListener(when, () => { for (const words of all(".glossary details")) words.open = open; });
  if (all("button[data-lang]").length && navigator.language.startsWith("zh")) pickLanguage("zh");
  document.body.dataset.ready = "";
});
})();
