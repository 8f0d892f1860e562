// Copying an answer, and telling whether it helped. The framework may put its own attributes back whenever the
// conversation changes, so what was done is remembered here and shown again.

const done = new Map();
const wording = () => JSON.parse(element.querySelector('.talk').dataset.words);

const show = (tools) => {
  const { said = '', voted = '', asking = false } = done.get(tools.dataset.turn) ?? {};
  tools.querySelector('.said').textContent = said;
  tools.querySelector('.reason').hidden = !asking;
  for (const name of ['helpful', 'unhelpful']) {
    tools.querySelector(`[data-act="${name}"]`).setAttribute('aria-pressed', String(voted === name));
  }
  tools.querySelector('[data-act="unhelpful"]').setAttribute('aria-expanded', String(asking));
};
const note = (turn, change) => {
  done.set(turn, { ...done.get(turn), ...change });
  const tools = element.querySelector(`.tools[data-turn="${turn}"]`);
  if (tools) { show(tools); }
};

const copy = async (words) => {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // Without a secure connection there is only the old way.
    const back = document.activeElement;
    const box = Object.assign(document.createElement('textarea'), { value: words, readOnly: true });
    box.style.cssText = 'position:fixed;opacity:0';
    document.body.append(box);
    box.select();
    const copied = document.execCommand('copy');
    box.remove();
    back?.focus();
    return copied;
  }
};

const vote = async (turn, answer, helpful, reason = '') => {
  const words = wording();
  note(turn, { said: words.sending });
  try {
    const reply = await fetch('/api/feedback', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ answer_id: answer, helpful, reason }),
    });
    if (!reply.ok) {
      const problem = await reply.json().catch(() => ({}));
      note(turn, { said: problem.detail ?? words.not_kept });
      return;
    }
    note(turn, { said: words.thanks, voted: helpful ? 'helpful' : 'unhelpful', asking: false });
  } catch {
    note(turn, { said: words.not_kept });
  }
};

element.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-act]');
  if (!button) { return; }
  const tools = button.closest('.tools');
  const { turn, answer } = tools.dataset;
  if (button.dataset.act === 'copy') {
    const copied = await copy(button.dataset.copy);
    note(turn, { said: wording()[copied ? 'copied' : 'by_hand'] });
  } else if (done.get(turn)?.voted === button.dataset.act) {
    note(turn, { said: wording().thanks });
  } else if (button.dataset.act === 'helpful') {
    note(turn, { asking: false });
    vote(turn, answer, true);
  } else {
    note(turn, { asking: !done.get(turn)?.asking, said: '' });
    if (done.get(turn).asking) { tools.querySelector('.reason input').focus(); }
  }
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const tools = event.target.closest('.tools');
  const { turn, answer } = tools.dataset;
  vote(turn, answer, false, event.target.querySelector('input').value.trim());
  tools.querySelector('[data-act="unhelpful"]').focus();
});
watch('value', () => {
  if (element.querySelector('.examples')) { done.clear(); }
  element.querySelectorAll('.tools').forEach(show);
});
