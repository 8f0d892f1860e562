// Ties the parts of the desk together: what is chosen is shown at the right and read above.
import { read, ticket } from "./aloud.js";
import * as answers from "./answers.js";
import "./call.js";
import { piece } from "./fetching.js";
import { watch as watchKeys } from "./keys.js";
import { closest } from "./list.js";
import * as reader from "./reader.js";
import * as results from "./results.js";
import * as units from "./units.js";

const choices = document.querySelector("#choices");
const pane = document.querySelector("#panel-reader");

// Shows a clause; `into` moves the focus to it.
async function open(id, into = false) {
  const mine = ticket();
  const clause = await reader.open(id);
  if (!clause) return;
  read({ say: clause.dataset.say, cite: clause.dataset.cite, caution: clause.dataset.caution }, mine);
  if (into) reader.focus(clause);
}

const chosen = (hit, into) => open(hit.dataset.id, into);

function step(by) {
  const id = reader.beside(by);
  if (id) open(id, pane.contains(document.activeElement));
}

pane.addEventListener("click", (event) => {
  const link = closest(event, "a[data-clause]");
  if (link) { event.preventDefault(); open(link.dataset.clause, true); return; }
  // Selecting words with the mouse is not choosing a clause.
  const clause = closest(event, ".clause");
  if (clause && !String(window.getSelection())) open(clause.dataset.id);
});
document.querySelector("#previous").addEventListener("click", () => step(-1));
document.querySelector("#next").addEventListener("click", () => step(1));

results.watch(chosen);
units.watch((id) => open(id, true));
answers.watch((id) => open(id, true));
watchKeys({
  move: (by) => { const hit = results.move(by); if (hit) chosen(hit, false); },
  enter: () => { const hit = results.selected(); if (hit) chosen(hit, true); },
  step,
});

document.querySelector("#filters").open = !window.matchMedia("(max-width: 700px)").matches;
document.querySelector("#keys").open = !window.matchMedia("(max-width: 1100px)").matches;
piece("/desk/filters").then((found) => { choices.innerHTML = found; }, (error) => { choices.textContent = error.message; });
