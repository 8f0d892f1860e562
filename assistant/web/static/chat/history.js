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
