// The conversation stays in this browser, as data that the server reads and renders anew, never as HTML.

const KEY = 'policy-assistant.talk';

const stored = () => {
  try {
    const entries = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(entries) ? entries : [];
  } catch {
    // A browser may forbid storing, above all inside another site's page.
    return [];
  }
};
const store = (entries) => {
  try {
    if (entries.length) { localStorage.setItem(KEY, JSON.stringify(entries)); } else { localStorage.removeItem(KEY); }
  } catch { /* The conversation is then there until the page is closed. */ }
};

watch('value', () => {
  if (element.querySelector('.turn.pending')) { return; }
  store([...element.querySelectorAll('.turn[data-kept]')].map((turn) => turn.dataset.kept));
});

const entries = stored();
if (entries.length) { trigger('click', { kept: entries }); }

// Words of questions and clauses must not turn into Markdown, nor into HTML where it is shown.
const plain = (words) => words.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\n/g, '\n\n');

document.addEventListener('policy-export', () => {
  const words = JSON.parse(element.querySelector('.talk').dataset.words);
  const parts = [`# ${words.export_title}`, `${words.export_time}${new Date().toLocaleString('zh-CN')}`];
  for (const turn of element.querySelectorAll('.turn[data-kept]')) {
    parts.push(`## ${plain(JSON.parse(turn.dataset.kept).question).replace(/\s+/g, ' ')}`);
    parts.push(plain(turn.querySelector('[data-copy]').dataset.copy));
  }
  const url = URL.createObjectURL(new Blob([parts.join('\n\n') + '\n'], { type: 'text/markdown' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: words.export_file });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
});
