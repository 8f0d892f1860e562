// A form whose outcome the server renders while it is being filled: each element marked data-swap in the reply
// takes the place of its namesake on the page.

const DELAY = 250;

export function query(form) {
  const pairs = [...new FormData(form)];
  const times = {};
  for (const [name] of pairs) times[name] = (times[name] ?? 0) + 1;
  // A blank keeps its place among several projects; by itself it says nothing, nor does its unit.
  const filled = new Set(pairs.filter(([name, value]) => value !== "" || times[name] > 1).map(([name]) => name));
  return new URLSearchParams(pairs.filter(([name]) => filled.has(name.replace(/\.unit$/, "")))).toString();
}

export function swap(html) {
  const reply = new DOMParser().parseFromString(html, "text/html");
  for (const fresh of reply.querySelectorAll("[data-swap]")) {
    const old = document.getElementById(fresh.id);
    if (!old || old.innerHTML === fresh.innerHTML) continue;
    old.replaceChildren(...fresh.childNodes);
  }
}

// Whether something was filled in before this script was there, or put back by the browser.
function changed(field) {
  if (field.options) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, first);
  }
  return field.localName === "input" && field.value !== field.defaultValue;
}

export function live(form, swapped = () => {}) {
  const failed = document.getElementById("failed");
  let waiting;
  let asked;

  async function update() {
    clearTimeout(waiting);
    asked?.abort();
    const mine = (asked = new AbortController());
    const words = query(form);
    history.replaceState(null, "", `${form.getAttribute("action")}${words && `?${words}`}`);
    try {
      const reply = await fetch(`${form.dataset.part}?${words}`, { signal: mine.signal });
      if (!reply.ok) throw new Error(reply.status);
      const html = await reply.text();
      // What was asked before the latest change is stale.
      if (mine !== asked) return;
      swap(html);
      failed.hidden = true;
      swapped();
    } catch (error) {
      if (error.name !== "AbortError") failed.hidden = false;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    asked?.abort();
    waiting = setTimeout(update, DELAY);
  });
  if ([...form.elements].some(changed)) update();
  return update;
}
