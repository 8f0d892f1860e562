// Tabs after the pattern of the ARIA guide: arrows move, one tab of each list is in the tab order.
const tabs = [...document.querySelectorAll("[role=tab]")];

export function chooseTab(name, focus = false) {
  const tab = document.querySelector(`#tab-${name}`);
  for (const other of tab.parentElement.querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  if (focus) tab.focus();
  tab.dispatchEvent(new Event("chosen", { bubbles: true }));
}

for (const tab of tabs) {
  const name = tab.id.replace("tab-", "");
  tab.addEventListener("click", () => chooseTab(name));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey) return;
    const list = [...tab.parentElement.querySelectorAll("[role=tab]")];
    const next = list[(list.indexOf(tab) + step + list.length) % list.length];
    chooseTab(next.id.replace("tab-", ""), true);
    event.preventDefault();
  });
}
