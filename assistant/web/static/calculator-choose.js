// Arrow keys lead from the box into the list and along it; Enter in the box opens the first match.
import { live } from "./live.js";

const form = document.getElementById("find");
const box = form.elements.q;
const links = () => [...document.querySelectorAll("#matters a")];
const update = live(form);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await update();
  if (box.value.trim()) links()[0]?.focus();
});

document.addEventListener("keydown", (event) => {
  const all = links();
  const at = all.indexOf(document.activeElement);
  const inside = at >= 0 || document.activeElement === box;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? NaN : 0, End: at < 0 ? NaN : all.length - 1 }[event.key];
  if (!inside || to === undefined || Number.isNaN(to) || event.isComposing) return;
  event.preventDefault();
  (to < 0 ? box : all[Math.min(to, all.length - 1)])?.focus();
});
