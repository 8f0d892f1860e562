// What an agent says of an answer: that its clauses are right, that the open clause is, or neither any more.
import { post } from "./fetching.js";
import { opened } from "./reader.js";

// `turns` were asked before the question in the same call.
export function watch(group, turns) {
  if (!group) return;
  const said = group.querySelector("[role=status]");
  const { question } = group.dataset;

  async function send(address, body, done, confirmed) {
    try {
      await post(address, { question, ...body });
      group.classList.toggle("confirmed", confirmed);
      said.textContent = done;
    } catch (error) {
      said.textContent = error.message;
    }
  }

  const acts = {
    "[data-clauses]": (pressed) => send("/desk/confirm", { clauses: JSON.parse(pressed.dataset.clauses), turns }, pressed.dataset.done, true),
    "[data-instead]": (pressed) => {
      const clause = opened();
      if (!clause) { said.textContent = pressed.dataset.none; return; }
      const done = pressed.dataset.done.replace("{place}", clause.getAttribute("aria-label"));
      send("/desk/confirm", { clauses: [clause.dataset.id], turns }, done, true);
    },
    "[data-withdraw]": (pressed) => send("/desk/withdraw", {}, pressed.dataset.done, false),
  };
  for (const [name, act] of Object.entries(acts)) {
    group.querySelector(name)?.addEventListener("click", (event) => act(event.currentTarget));
  }
}
