// Small helps for lists and panes that scroll by themselves.
export const closest = (event, selector) => event.target.closest?.(selector) ?? null;

// Brings an element into view within its own pane; on a narrow page, where nothing scrolls by itself, not at all.
export function scrolled(element, block = "nearest") {
  for (let pane = element.parentElement; pane && pane !== document.body; pane = pane.parentElement) {
    if (pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY === "auto") {
      element.scrollIntoView({ block });
      return;
    }
  }
}
