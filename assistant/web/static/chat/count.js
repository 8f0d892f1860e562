// How much may still be written, told only near the limit.

const NEAR = 200;
const PAUSE = 300;
const counter = () => document.querySelector('#count .count');
let timer = 0;

const count = () => {
  const line = counter();
  const box = document.querySelector('#box textarea');
  if (!line || !box) { return; }
  const limit = Number(line.dataset.limit);
  const length = [...box.value.trim()].length;
  const words = length > limit ? line.dataset.over : line.dataset.left;
  const said = words.replace('#', String(Math.abs(limit - length)));
  line.textContent = length > limit - NEAR ? said : '';
  line.classList.toggle('over', length > limit);
};
// Told when typing pauses, so that nobody is read every number.
const later = () => { clearTimeout(timer); timer = setTimeout(count, PAUSE); };
document.addEventListener('input', (event) => { if (event.target.closest('#box')) { later(); } });
watch('value', later);
