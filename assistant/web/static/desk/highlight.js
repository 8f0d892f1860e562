// The words of the search, marked in the document without touching it, where the browser can.
let words = [];

export function highlight(found) {
  words = found.filter((word) => word.length > 1);
  paint(document.querySelector("#panel-reader .clauses"));
}

export function paint(root) {
  if (!root || !window.Highlight || !CSS.highlights) return;
  const ranges = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); words.length && node; node = texts.nextNode()) {
    for (const word of words) {
      for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}
