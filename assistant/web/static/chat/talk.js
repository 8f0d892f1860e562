// Chips send their question. What was open is opened again after a change, and the newest turn is brought into view.

const open = new Set();
element.addEventListener('toggle', (event) => {
  const key = event.target.dataset.key;
  if (key) { event.target.open ? open.add(key) : open.delete(key); }
}, true);
element.addEventListener('click', (event) => {
  const chip = event.target.closest('[data-ask]');
  if (chip) { trigger('click', { question: chip.dataset.ask }); }
});

let shown = 0;
let waiting = false;
watch('value', () => {
  if (element.querySelector('.examples')) { open.clear(); }
  element.querySelectorAll('details[data-key]').forEach((d) => { if (open.has(d.dataset.key)) { d.open = true; } });
  const turns = element.querySelectorAll('.turn');
  const pending = element.querySelector('.turn.pending') !== null;
  if (turns.length > shown || (turns.length && waiting && !pending)) {
    turns[turns.length - 1].scrollIntoView({ block: 'start' });
  }
  shown = turns.length;
  waiting = pending;
});
