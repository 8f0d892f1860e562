// Full answers: asked from the same box, shown at the left, with what led to them at the right.
import { read, ticket } from "./aloud.js";
import { asked as noteAsked, call } from "./call.js";
import { piece, post } from "./fetching.js";
import { closest } from "./list.js";
import { hold } from "./results.js";
import { chooseTab } from "./tabs.js";

const box = document.querySelector("#box");
const status = document.querySelector("#asking");
const place = document.querySelector("#answer");
const trace = document.querySelector("#panel-trace");
const button = document.querySelector("#ask");
let running;

export async function ask() {
  const question = box.value.trim();
  chooseTab("answer");
  if (!question) { status.textContent = status.dataset.none; return; }
  running?.abort();
  const mine = running = new AbortController();
  const line = ticket();
  hold();
  status.textContent = status.dataset.asking;
  place.replaceChildren();
  try {
    const reply = await post("/desk/ask", { question, turns: call.turns, call: call.id }, { signal: mine.signal });
    const text = await reply.text();
    if (mine === running) show(text, question, line);
  } catch (error) {
    if (mine === running && error.name !== "AbortError") status.textContent = error.message;
  }
}

function show(text, question, line) {
  place.innerHTML = text;
  const inspection = place.querySelector("template");
  trace.replaceChildren(inspection.content);
  inspection.remove();
  const answer = place.querySelector("[data-say]");
  read({ say: answer.dataset.say, cite: answer.dataset.cite, caution: answer.dataset.caution }, line);
  status.textContent = answer.dataset.status;
  noteAsked(question, answer.dataset.answer);
}

async function confirm(pressed) {
  const said = pressed.parentElement.querySelector("[role=status]");
  pressed.disabled = true;
  try {
    await post("/desk/confirm", { question: pressed.dataset.question, clauses: JSON.parse(pressed.dataset.clauses) });
    said.textContent = pressed.dataset.done;
  } catch (error) {
    pressed.disabled = false;
    said.textContent = error.message;
  }
}

export function watch(opened) {
  button.addEventListener("click", ask);
  place.addEventListener("click", (event) => {
    const clause = closest(event, "[data-clause]");
    const follow = closest(event, "[data-ask]");
    const confirmed = closest(event, "[data-clauses]");
    if (clause) { event.preventDefault(); opened(clause.dataset.clause); }
    if (confirmed) confirm(confirmed);
    if (follow) { box.value = follow.dataset.ask; ask(); }
  });
  trace.addEventListener("click", (event) => {
    const clause = closest(event, "[data-clause]");
    if (clause) { event.preventDefault(); opened(clause.dataset.clause); }
  });
}
