// The conversation as a file: Markdown is made here, Word by the server, which keeps nothing of it.

const wording = () => JSON.parse(element.querySelector('.talk').dataset.words);
const turns = () => [...element.querySelectorAll('.turn[data-kept]')];
const tell = (words) => {
  const line = document.querySelector('#exported .said');
  if (line) { line.textContent = words; }
};
const save = (blob, ending) => {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: `${wording().export_file}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

// Words of questions and clauses must not turn into Markdown, nor into HTML where it is shown.
const plain = (words) => words.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\n/g, '\n\n');

const markdown = () => {
  const words = wording();
  const parts = [`# ${words.export_title}`, `${words.export_time}${new Date().toLocaleString('zh-CN')}`];
  for (const turn of turns()) {
    parts.push(`## ${plain(JSON.parse(turn.dataset.kept).question).replace(/\s+/g, ' ')}`);
    parts.push(plain(turn.querySelector('[data-copy]').dataset.copy));
  }
  save(new Blob([parts.join('\n\n') + '\n'], { type: 'text/markdown' }), 'md');
};

const word = async () => {
  tell('');
  try {
    const reply = await fetch('/export/word', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ entries: turns().map((turn) => turn.dataset.kept) }),
    });
    if (reply.ok) { save(await reply.blob(), 'docx'); return; }
    const problem = await reply.json().catch(() => ({}));
    tell(problem.detail ?? wording().export_failed);
  } catch {
    tell(wording().export_failed);
  }
};

document.addEventListener('policy-export', markdown);
document.addEventListener('policy-export-word', word);
