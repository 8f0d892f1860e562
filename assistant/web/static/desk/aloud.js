// The line to read aloud, its source, and copying either.
const say = document.querySelector("#say");
const cite = document.querySelector("#cite");
const caution = document.querySelector("#caution");
const copied = document.querySelector("#copied");
const buttons = { say: document.querySelector("#copy-say"), cite: document.querySelector("#copy-cite") };
let timer;
let latest = 0;

// Whoever wants to show a line takes a ticket when it is asked for: what comes late does not displace what was
// asked for after it.
export const ticket = () => ++latest;

export function read(line, mine) {
  if (mine !== latest) return;
  say.textContent = line.say || say.dataset.empty;
  say.classList.toggle("long", say.textContent.length > 110);
  cite.textContent = line.cite;
  caution.textContent = line.caution;
  caution.hidden = !line.caution;
  buttons.say.disabled = !line.say;
  buttons.cite.disabled = !line.cite;
  copied.textContent = "";
}

export async function copy(what) {
  if (buttons[what].disabled) return;
  const words = (what === "say" ? say : cite).textContent;
  clearTimeout(timer);
  try {
    await write(words);
    copied.textContent = copied.dataset.done;
  } catch {
    copied.textContent = copied.dataset.failed;
  }
  timer = setTimeout(() => { copied.textContent = ""; }, 4000);
}

// The clipboard is closed to pages that don't come over https; there the old way still works.
async function write(words) {
  if (navigator.clipboard) { await navigator.clipboard.writeText(words); return; }
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = words;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  if (!done) throw new Error();
}

buttons.say.addEventListener("click", () => copy("say"));
buttons.cite.addEventListener("click", () => copy("cite"));
