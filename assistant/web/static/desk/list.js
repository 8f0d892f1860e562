// Small helps for lists and panes that scroll by themselves.
export const closest = (event, selector) => event.target.closest?.(selector) ?? null;

// Brings an element into view within its own pane; the page itself stays where it is, with the box in sight.
export function scrolled(element, block = "nearest") {
  for (let pane = element.parentElement; pane && pane !== document.body; pane = pane.parentElement) {
    if (pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY === "auto") {
      const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
      const above = inner.top - outer.top;
      const below = inner.bottom - outer.bottom;
      if (block === "start" || above < 0) pane.scrollTop += above;
      else if (below > 0) pane.scrollTop += Math.min(below, above);
      return;
    }
  }
}
