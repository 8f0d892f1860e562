// Search while typing: debounced, the request before is given up, and a stale answer is dropped.
import { piece } from "./fetching.js";
import { closest, scrolled } from "./list.js";
import { highlight } from "./highlight.js";

const WAIT_MS = 90;
const MOST_LETTERS = 200;
const box = document.querySelector("#box");
const hits = document.querySelector("#hits");
const status = document.querySelector("#status");
const form = document.querySelector("#search");
let timer;
let running;
let last = "";
let held = false;

// Until more is typed, hits that still come in are listed but not shown at the right: an answer is asked for.
export const hold = () => { held = true; };

export function watch(chosen) {
  const again = () => { held = false; clearTimeout(timer); timer = setTimeout(() => search(chosen), WAIT_MS); };
  // Half-typed pinyin is no word yet.
  box.addEventListener("input", (event) => { if (!event.isComposing) again(); });
  box.addEventListener("compositionend", again);
  form.addEventListener("change", (event) => { if (event.target !== box) { held = false; search(chosen); } });
  form.addEventListener("submit", (event) => event.preventDefault());
  hits.addEventListener("click", (event) => {
    const hit = closest(event, "[role=option]");
    if (hit) { choose(hit); chosen(hit, true); }
  });
}

async function search(chosen) {
  const asked = new URLSearchParams(new FormData(form));
  asked.set("q", box.value.slice(0, MOST_LETTERS));
  if (asked.toString() === last) return;
  last = asked.toString();
  running?.abort();
  const mine = running = new AbortController();
  try {
    const found = await piece(`/desk/search?${asked}`, { signal: mine.signal });
    if (mine !== running) return;
    show(found, chosen);
  } catch (error) {
    if (mine !== running || error.name === "AbortError") return;
    last = "";
    status.textContent = error.message;
  }
}

function show(found, chosen) {
  hits.innerHTML = found;
  status.textContent = hits.querySelector("template").content.textContent;
  hits.querySelector("template").remove();
  box.setAttribute("aria-expanded", String(hits.children.length > 0));
  highlight([...new Set([...hits.querySelectorAll("mark")].map((mark) => mark.textContent))]);
  const first = hits.firstElementChild;
  choose(first);
  if (first && !held) chosen(first, false);
}

function choose(hit) {
  hits.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  if (!hit) { box.removeAttribute("aria-activedescendant"); return; }
  hit.setAttribute("aria-selected", "true");
  box.setAttribute("aria-activedescendant", hit.id);
  scrolled(hit);
}

// The hit `step` after the selected one becomes the selected one.
export function move(step) {
  const all = [...hits.children];
  const at = all.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  const hit = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (hit) choose(hit);
  return hit;
}

export const selected = () => hits.querySelector("[aria-selected=true]");
