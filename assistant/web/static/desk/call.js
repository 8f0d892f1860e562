// One call: its notes, saved as they are written, and what was asked in it.
import { post } from "./fetching.js";

const WAIT_MS = 500;
const AGAIN_MS = 4000;
const KEPT = "desk-call";
const box = document.querySelector("#box");
const note = document.querySelector("#note");
const state = document.querySelector("#note-state");
const said = document.querySelector("#call-state");
let timer;
let saving = false;

// A reload is not another call. The browser keeps the call of this tab alone.
const kept = JSON.parse(window.sessionStorage.getItem(KEPT) ?? "null");
export const call = kept ?? fresh();
note.value = call.text;
if (call.text !== call.stored) save();

function fresh() {
  return { id: crypto.randomUUID?.() ?? String(Date.now()), turns: [], answer: "", note: null, text: "", stored: "" };
}

const keep = () => window.sessionStorage.setItem(KEPT, JSON.stringify(call));

note.addEventListener("input", () => {
  call.text = note.value;
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, WAIT_MS);
});
window.addEventListener("pagehide", () => save({ keepalive: true }));

// One at a time, so that the first of them makes the note and the others change it.
async function save(options = {}) {
  clearTimeout(timer);
  const text = call.text;
  if (saving || text.trim() === call.stored.trim()) return;
  const mine = call.id;
  saving = true;
  tell(state.dataset.saving);
  try {
    const reply = await post("/desk/notes", { call: mine, note: call.note, text, answer: call.answer }, options);
    const stored = await reply.json();
    if (mine === call.id) { call.note = stored.note; call.stored = text; keep(); }
    tell(state.dataset.saved.replace("{time}", stored.at));
  } catch (error) {
    tell(state.dataset.unsaved.replace("{why}", error.message), true);
    timer = setTimeout(save, AGAIN_MS);
    return;
  } finally {
    saving = false;
  }
  if (call.text !== text) save();
}

function tell(words, failed = false) {
  state.textContent = words;
  state.classList.toggle("failed", failed);
}

// What was asked becomes context of the next question of the same call.
export function asked(question, answer) {
  call.turns.push(question);
  call.answer = answer;
  keep();
}

export function toNote() {
  note.focus();
}

export async function newCall() {
  await save();
  if (call.text.trim() !== call.stored.trim()) return;
  Object.assign(call, fresh());
  note.value = "";
  box.value = "";
  box.dispatchEvent(new Event("input"));
  said.textContent = "";
  tell("");
  keep();
  box.focus();
}

export async function unanswered() {
  const question = box.value.trim() || call.turns.at(-1) || "";
  if (!question) { said.textContent = said.dataset.none; return; }
  const turns = call.turns.filter((turn) => turn !== question);
  try {
    await post("/desk/unanswered", { question, turns });
    said.textContent = said.dataset.listed;
  } catch (error) {
    said.textContent = error.message;
  }
}

document.querySelector("#new-call").addEventListener("click", newCall);
document.querySelector("#unanswered").addEventListener("click", unanswered);
