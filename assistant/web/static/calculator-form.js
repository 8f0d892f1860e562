// The form of one rule: the result follows what is typed, the unit can be switched, the link copied.
import { copying } from "./copy.js";
import { live } from "./live.js";
import { switching } from "./units.js";

const form = document.getElementById("facts");

function mark() {
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    const wrong = document.getElementById(`${field.id}-error`).textContent !== "";
    field.setAttribute("aria-invalid", String(wrong));
  }
}

const update = live(form, mark);
switching(form);
copying(document.getElementById("copy"), document.getElementById("copied"));

form.addEventListener("submit", async (event) => {
  // Adding and removing a project makes another form, which the server renders.
  if (event.submitter?.name) return;
  event.preventDefault();
  await update();
  document.getElementById("result").scrollIntoView({ block: "nearest" });
});
