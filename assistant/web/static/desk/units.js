// The department directory, fetched when it is first looked at and narrowed as one types.
import { piece } from "./fetching.js";
import { closest } from "./list.js";

const list = document.querySelector("#units");
const box = document.querySelector("#unit");
let fetched = false;

async function fetchOnce() {
  if (fetched) return;
  fetched = true;
  try {
    list.innerHTML = await piece("/desk/departments");
    narrow();
  } catch (error) {
    fetched = false;
    list.textContent = error.message;
  }
}

function narrow() {
  const words = box.value.trim().split(/\s+/);
  let shown = 0;
  for (const unit of list.querySelectorAll("details")) {
    unit.hidden = !words.every((word) => unit.dataset.words.includes(word));
    shown += unit.hidden ? 0 : 1;
  }
  list.querySelector(".none")?.remove();
  if (!shown) {
    const none = Object.assign(document.createElement("p"), { className: "none soft", textContent: list.dataset.none });
    list.append(none);
  }
}

export function watch(opened) {
  document.querySelector("#tab-units").addEventListener("chosen", fetchOnce);
  box.addEventListener("input", narrow);
  list.addEventListener("click", (event) => {
    const link = closest(event, "a[data-clause]");
    if (link) { event.preventDefault(); opened(link.dataset.clause); }
  });
}
