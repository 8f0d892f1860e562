// Puts the policy assistant on any page: <script src="https://…/embed.js" defer></script>
// data-label: the words on the button; data-side="left": the other corner.
// A page with a content security policy has to allow this script's host under script-src and frame-src.
(() => {
  'use strict';

  const words = {/* words */};
  const own = document.currentScript || document.querySelector('script[src*="/embed.js"]');
  if (!own || document.querySelector('[data-policy-assistant]')) { return; }
  const home = new URL('.', own.src);
  // How long the page may take before a way around the panel is offered, in milliseconds.
  const PATIENCE = 10000;

  const CSS = `
    :host { all: initial; position: fixed; z-index: 2147483000; bottom: 0; right: 0; font: 16px/1.5 "PingFang SC",
      "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1b2733; }
    :host([data-side="left"]) { right: auto; left: 0; }
    button { font: inherit; cursor: pointer; border: 1px solid transparent; }
    button:focus-visible, a:focus-visible { outline: 3px solid #f5b301; outline-offset: 2px; }
    .open { position: fixed; bottom: 20px; right: 20px; min-height: 48px; padding: 0 20px; border-radius: 24px;
      background: #1d4f91; color: #fff; box-shadow: 0 2px 10px rgb(0 0 0 / .3); }
    .panel { position: fixed; bottom: 84px; right: 20px; width: min(440px, calc(100vw - 40px));
      height: min(680px, calc(100vh - 104px)); display: flex; flex-direction: column; background: #fff;
      border: 1px solid #8795a5; border-radius: 10px; overflow: hidden; box-shadow: 0 6px 30px rgb(0 0 0 / .3); }
    :host([data-side="left"]) .open, :host([data-side="left"]) .panel { right: auto; left: 20px; }
    .panel[hidden], .note[hidden] { display: none; }
    .bar { display: flex; align-items: center; justify-content: space-between; background: #1d4f91; color: #fff; }
    .bar h2 { all: unset; font-weight: 600; padding: 0 16px; }
    .close { min-width: 48px; min-height: 48px; background: transparent; color: inherit; font-size: 22px; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; background: #fff; }
    .note { margin: 0; padding: 12px 16px; background: #fff4d6; }
    .note a { color: #1d4f91; }
    @media (max-width: 480px) {
      .panel, :host([data-side="left"]) .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; }
    }
    @media print { .open, .panel { display: none; } }
    @media (forced-colors: active) { .open, .close { border-color: ButtonText; } }
  `;

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const start = () => {
    const host = make('div', {});
    host.dataset.policyAssistant = '';
    if (own.dataset.side === 'left') { host.dataset.side = 'left'; }
    const root = host.attachShadow({ mode: 'open' });
    if (root.adoptedStyleSheets) {
      // A style sheet made so is not subject to the site's style-src.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
    } else {
      root.append(make('style', { textContent: CSS }));
    }

    const button = make('button', { type: 'button', className: 'open' }, own.dataset.label || words.open);
    button.setAttribute('aria-haspopup', 'dialog');
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-controls', 'panel');
    const shut = make('button', { type: 'button', className: 'close' }, '×');
    shut.setAttribute('aria-label', words.close);
    const link = make('a', { href: home.href, target: '_blank', rel: 'noopener' }, words.direct);
    const note = make('p', { className: 'note', hidden: true }, words.failed, link, '。');
    note.setAttribute('role', 'status');
    const title = make('h2', { id: 'title' }, words.panel);
    const bar = make('div', { className: 'bar' }, title, shut);
    const panel = make('div', { id: 'panel', className: 'panel', hidden: true }, bar, note);
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-labelledby', 'title');
    root.append(button, panel);
    document.body.append(host);

    let frame = null;
    let ready = false;
    const load = () => {
      frame = make('iframe', { title: words.panel, referrerPolicy: 'no-referrer' });
      const late = setTimeout(() => { note.hidden = false; }, PATIENCE);
      window.addEventListener('message', (event) => {
        if (event.source !== frame.contentWindow || event.origin !== home.origin) { return; }
        if (event.data === 'policy-assistant:close') { close(); }
        if (event.data === 'policy-assistant:ready') {
          ready = true;
          clearTimeout(late);
          note.hidden = true;
          if (root.activeElement === shut) { frame.focus(); }
        }
      });
      frame.src = home.href;
      panel.append(frame);
    };
    const open = () => {
      panel.hidden = false;
      button.setAttribute('aria-expanded', 'true');
      // In a frame whose page is not there keys go nowhere, Escape among them.
      if (ready) { frame.focus(); } else { shut.focus(); }
      // Nothing is loaded before somebody wants it.
      if (!frame) { load(); }
    };
    const close = () => {
      panel.hidden = true;
      button.setAttribute('aria-expanded', 'false');
      button.focus();
    };
    button.addEventListener('click', () => (panel.hidden ? open() : close()));
    shut.addEventListener('click', close);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing && !panel.hidden) { close(); }
    });
  };

  if (document.body) { start(); } else { document.addEventListener('DOMContentLoaded', start); }
})();
