// The colours follow the visitor's system; the chat does the same with the same class.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const apply = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", apply);
apply();
