// Notes open beside their call. Without this script the calls are plain links, and all works.
(() => {
  const words = { close: {{ document.language.words.close | tojson }}, table: {{ document.language.words.table | tojson }} };
  let open = null;
  const close = (focus) => {
    if (!open) return;
    const { panel, call } = open;
    open = null;
    panel.remove();
    if (focus) call.focus();
  };
  const place = (panel, call) => {
    const at = call.getBoundingClientRect(), width = document.documentElement.clientWidth;
    const begin = getComputedStyle(panel).direction === 'rtl' ? at.right + 40 - panel.offsetWidth : at.left - 40;
    const left = Math.max(16, Math.min(begin, width - panel.offsetWidth - 16));
    panel.style.left = left + scrollX + 'px';
    // Above the call where there is no room below but enough above.
    const above = at.top - panel.offsetHeight - 10, below = at.bottom + 10;
    const fits = below + panel.offsetHeight <= innerHeight || above < 0;
    panel.style.top = (fits ? below : above) + scrollY + 'px';
  };
  document.addEventListener('click', (event) => {
    const call = event.target.closest('a[role="doc-noteref"]');
    if (!call) { if (open && !open.panel.contains(event.target)) close(false); return; }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const note = document.getElementById(call.hash.slice(1));
    if (!note) return;
    event.preventDefault();
    const again = open && open.call === call;
    // A call inside an open note: what opens stands, and gives the focus back, where the first did.
    const from = open && open.panel.contains(call) ? open.call : call;
    close(again);
    if (again) return;
    const panel = document.createElement('div');
    panel.className = 'open-note';
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-label', call.getAttribute('aria-label'));
    panel.tabIndex = -1;
    panel.append(...note.cloneNode(true).childNodes);
    panel.querySelectorAll('[id]').forEach((e) => e.removeAttribute('id'));
    panel.querySelectorAll('.return, .turn').forEach((e) => e.remove());
    panel.querySelectorAll('p').forEach((e) => { if (!e.textContent.trim()) e.remove(); });
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', words.close);
    button.textContent = '×';
    button.addEventListener('click', () => close(true));
    panel.append(button);
    document.body.append(panel);
    open = { panel, call: from };
    place(panel, from);
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: 'nearest' });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close(true);
    if (event.key !== 'Tab' || !open) return;
    // The note stands last in the page: who tabs out of it goes on from the call, not to the page's end.
    const stops = [...open.panel.querySelectorAll('a[href], button')], at = document.activeElement;
    if (event.shiftKey && (at === open.panel || at === stops[0])) { event.preventDefault(); close(true); }
    else if (!event.shiftKey && at === stops[stops.length - 1]) close(true);
  });
  // What scrolls is a stop of the keyboard, but only while it is wider than the screen.
  const wide = [...document.querySelectorAll('.table, .formula, math:not(.formula *)')];
  const stop = () => wide.forEach((box) => {
    const label = box.matches('.table') ? { 'aria-label': words.table } : {};
    const names = Object.entries({ tabindex: '0', ...(box.matches('math') ? {} : { role: 'group' }), ...label });
    const scrolls = box.scrollWidth > box.clientWidth;
    for (const [name, value] of names) if (scrolls) box.setAttribute(name, value); else box.removeAttribute(name);
  });
  stop();
  document.fonts.ready.then(stop);
  addEventListener('resize', () => { stop(); if (open) place(open.panel, open.call); });
})();
