// The framework drops a question that is sent while the one before is not quite over, be its answer in sight already.
// Here it is sent again when its turn has come, unless its words were changed meanwhile.

const LOOK = 250;
const TRIES = 12;
const textbox = () => document.querySelector('#box textarea');
const isPending = () => element.querySelector('.turn.pending') !== null;
const count = () => element.querySelectorAll('.turn').length;
let wanted = null;
let ours = false;

const note = () => {
  const words = textbox()?.value ?? '';
  if (ours || !words.trim()) { return; }
  wanted = { words, tries: 0, turns: count(), wasPending: isPending() };
  setTimeout(look, LOOK, wanted);
};
// Of several that wait for their look only the last is still wanted.
const look = (mine) => {
  if (mine !== wanted) { return; }
  if (textbox()?.value !== mine.words || count() > mine.turns) { wanted = null; return; }
  if (!isPending()) {
    if (++mine.tries > TRIES) { wanted = null; return; }
    ours = true;
    document.querySelector('#send')?.click();
    ours = false;
  }
  setTimeout(look, LOOK, mine);
};

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.closest?.('#box')) { note(); }
}, true);
document.addEventListener('click', (event) => { if (event.target.closest?.('#send')) { note(); } }, true);
watch('value', () => {
  if (!wanted) { return; }
  // Another one is being answered than when it was sent: that is this one.
  if (isPending() && !wanted.wasPending) { wanted = null; return; }
  wanted.wasPending = isPending();
});
