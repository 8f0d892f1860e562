// The document at the right: fetched once, then leafed through without the server.
import { piece } from "./fetching.js";
import { paint } from "./highlight.js";
import { scrolled } from "./list.js";
import { chooseTab } from "./tabs.js";

const pane = document.querySelector("#panel-reader");
const narrow = window.matchMedia("(max-width: 1100px), (max-height: 639px)");
const papers = new Map();
let wanted = "";

function paper(key) {
  if (!papers.has(key)) {
    const fetched = piece(`/desk/documents/${encodeURIComponent(key)}`);
    fetched.catch(() => papers.delete(key));
    papers.set(key, fetched);
  }
  return papers.get(key);
}

// Opens the clause; resolves to its element, or to null when another was wanted meanwhile.
export async function open(id) {
  wanted = id;
  const key = id.split("/")[0];
  const text = await paper(key).catch((error) => error);
  if (wanted !== id) return null;
  if (text instanceof Error) {
    pane.textContent = text.message;
    return null;
  }
  if (pane.querySelector("article")?.dataset.doc !== key) {
    pane.innerHTML = text;
    pane.querySelector(".toc").open = !narrow.matches;
    paint(pane.querySelector(".clauses"));
  }
  chooseTab("reader");
  return mark(id);
}

function mark(id) {
  pane.querySelector(".clause.open")?.classList.remove("open");
  pane.querySelector(".toc [aria-current]")?.removeAttribute("aria-current");
  const clause = document.getElementById(`clause-${id}`);
  clause?.classList.add("open");
  const link = [...pane.querySelectorAll(".toc a")].find((a) => a.dataset.clause === id);
  link?.setAttribute("aria-current", "true");
  if (link) scrolled(link);
  if (clause) scrolled(clause, "start");
  return clause;
}

// The open clause, or null.
export const opened = () => pane.querySelector(".clause.open");

// The id of the clause `step` after the open one in its document.
export function beside(step) {
  const all = [...pane.querySelectorAll(".clause")];
  const at = all.findIndex((clause) => clause.classList.contains("open"));
  return at < 0 ? null : all[at + step]?.dataset.id ?? null;
}

export function focus(clause) {
  clause.focus({ preventScroll: false });
}
