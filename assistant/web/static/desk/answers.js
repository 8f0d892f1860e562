// Full answers: asked from the same box, shown at the left, with what led to them at the right.
import { read, ticket } from "./aloud.js";
import { asked as noteAsked, call } from "./call.js";
import { watch as watchConfirming } from "./confirming.js";
import { post } from "./fetching.js";
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
  watchConfirming(place.querySelector(".confirming"), [...call.turns]);
  noteAsked(question, answer.dataset.answer);
}

export function watch(opened) {
  button.addEventListener("click", ask);
  place.addEventListener("click", (event) => {
    const clause = closest(event, "[data-clause]");
    const follow = closest(event, "[data-ask]");
    if (clause) { event.preventDefault(); opened(clause.dataset.clause); }
    if (follow) { box.value = follow.dataset.ask; ask(); }
  });
  trace.addEventListener("click", (event) => {
    const clause = closest(event, "[data-clause]");
    if (clause) { event.preventDefault(); opened(clause.dataset.clause); }
  });
}
