// The keys of the desk. Function keys, so that they work while typing and never disturb an input method.
import { ask } from "./answers.js";
import { copy } from "./aloud.js";
import { newCall, toNote, unanswered } from "./call.js";
import { chooseTab } from "./tabs.js";

const box = document.querySelector("#box");

function toBox() {
  box.focus();
  box.select();
}

function help() {
  const keys = document.querySelector("#keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

const anywhere = {
  F1: help,
  F2: () => copy("say"),
  F4: () => copy("cite"),
  F7: unanswered,
  F8: toNote,
  F9: () => { newCall(); toBox(); },
  Escape: toBox,
};

export function watch({ move, enter, step }) {
  const inBox = {
    ArrowDown: () => { chooseTab("found"); move(1); },
    ArrowUp: () => { chooseTab("found"); move(-1); },
    Enter: enter,
  };
  const withAlt = { ArrowDown: () => step(1), ArrowUp: () => step(-1) };

  document.addEventListener("keydown", (event) => {
    // The input method has the key.
    if (event.isComposing || event.keyCode === 229) return;
    const { altKey, ctrlKey, metaKey, shiftKey, key } = event;
    let act;
    if ((ctrlKey || metaKey) && key === "Enter" && document.activeElement === box) act = ask;
    else if (ctrlKey || metaKey || shiftKey) return;
    else if (altKey) act = withAlt[key];
    else if (document.activeElement === box && inBox[key]) act = inBox[key];
    else act = anywhere[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
