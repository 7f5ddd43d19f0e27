// Listens to the desk and puts what is new into both panes; the reader's place is kept.
(() => {
  const base = document.body.dataset.base;
  const at = (id) => document.getElementById(id);
  const panes = { text: at('text'), print: at('print') };
  const shown = { html: '', pdf: '' };
  let busy = false, next = null;

  const make = (tag, words, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = words;
    for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
    return element;
  };
  const frame = (pane) => pane.querySelector('iframe');
  const inside = () => frame(panes.text) && frame(panes.text).contentDocument;

  // The text: its body is exchanged where it stands, so nothing flickers and nothing scrolls.
  const land = (page) => {
    for (const element of page.querySelectorAll('main [id], h1, .endnotes [id]')) {
      const box = element.getBoundingClientRect();
      if (box.height && box.bottom > 0) return { id: element.id, top: box.top };
    }
    return null;
  };
  const exchange = (page, fresh) => {
    const view = page.defaultView, mark = land(page), y = view.scrollY;
    page.documentElement.lang = fresh.documentElement.lang;
    page.title = fresh.title;
    const [old, made] = [page.querySelector('style'), fresh.querySelector('style')];
    if (old.textContent !== made.textContent) old.replaceWith(page.adoptNode(made));
    page.body.replaceWith(page.adoptNode(fresh.body));
    const stays = mark && mark.id && page.getElementById(mark.id);
    view.scrollTo(0, y && stays ? view.scrollY + stays.getBoundingClientRect().top - mark.top : y);
  };
  const scripts = (page) => [...page.querySelectorAll('script:not([type])')].map((s) => s.textContent).join();
  const open = () => new Promise((done) => {
    const made = make('iframe', '', { title: 'HTML edition', src: base + 'edition.html' });
    made.addEventListener('load', () => {
      made.contentDocument.addEventListener('click', (event) => {
        const link = event.target.closest('a[href]');
        if (!link || link.getAttribute('href').startsWith('#')) return;
        event.preventDefault();
        const edition = link.hreflang && [...at('languages').children].find((l) => l.lang === link.hreflang);
        if (edition) location.href = edition.href;
        else if (/^https?:/.test(link.protocol)) window.open(link.href, '_blank', 'noopener');
      });
      done();
    }, { once: true });
    panes.text.replaceChildren(made);
  });
  const showText = async () => {
    const page = inside();
    if (!page) return open();
    const answer = await fetch(base + 'edition.html');
    if (!answer.ok) return undefined;
    // The pane's own parser, for the pane's own policy.
    const fresh = new page.defaultView.DOMParser().parseFromString(await answer.text(), 'text/html');
    if (scripts(page) !== scripts(fresh)) return open();
    exchange(page, fresh);
    return undefined;
  };

  // The print: a new frame is loaded behind the old one, at the page where the text stands.
  const pageNumber = () => {
    const page = inside();
    if (!page) return 1;
    const marks = [...page.querySelectorAll('[role=doc-pagebreak]')];
    const passed = marks.filter((mark) => mark.getBoundingClientRect().top < page.defaultView.innerHeight / 3);
    return passed.length && page.defaultView.scrollY ? passed.at(-1).title : 1;
  };
  const showPrint = (tag) => {
    const address = `${base}edition.pdf?${tag}#page=${pageNumber()}&navpanes=0`;
    const made = make('iframe', '', { title: 'PDF', src: address, class: 'coming' });
    made.addEventListener('load', () => {
      if (shown.pdf !== tag) return made.remove();
      for (const other of [...panes.print.children]) if (other !== made) other.remove();
      made.removeAttribute('class');
      return undefined;
    }, { once: true });
    panes.print.append(made);
  };

  const links = (id, items) => {
    const nav = at(id);
    nav.hidden = items.length < 2;
    const text = JSON.stringify(items);
    if (nav.dataset.items === text) return;
    nav.dataset.items = text;
    nav.replaceChildren(...items.map((item) => make('a', item.name, {
      href: item.href, lang: item.tag, hreflang: item.tag, 'aria-current': item.current && 'page',
    })));
    const current = nav.querySelector('[aria-current]');
    if (current) nav.scrollTop = current.offsetTop - nav.offsetTop;
  };
  const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const showFindings = (status) => {
    const box = at('findings'), found = status.findings;
    const text = JSON.stringify(found);
    if (box.dataset.items === text) return;
    box.dataset.items = text;
    box.hidden = !found.length;
    const errors = found.filter((finding) => finding.severity === 'error').length;
    const rest = found.length - errors;
    at('count').textContent = [errors && count(errors, 'error'), rest && count(rest, 'thing') + ' to look at']
      .filter(Boolean).join(', ');
    if (errors) box.open = true;
    else if (box.classList.contains('broken')) box.open = false;
    box.classList.toggle('broken', errors > 0);
    box.querySelector('ul').replaceChildren(...found.map((finding) => {
      const line = make('li', '', { class: finding.severity });
      line.append(make('b', finding.severity), ' ', make('code', finding.place), ' ', make('span', finding.message));
      if (finding.hint) line.append(' ', make('em', finding.hint));
      return line;
    }));
  };
  const words = {
    reading: () => 'Reading…',
    printing: () => 'HTML is up to date, making the PDF…',
    current: (s) => `Up to date: ${count(s.pages, 'page')}, made in ${s.seconds} s`,
    broken: (s) => 'Not made: see below' + (s.html ? '. The last good edition is shown.' : '.'),
  };
  const say = (state, text) => {
    at('state').dataset.state = state;
    if (at('state').textContent !== text) at('state').textContent = text;
  };

  const update = async (status) => {
    at('title').textContent = status.title;
    document.title = `${status.title}: preview`;
    links('publications', status.publications);
    links('languages', status.languages);
    if (status.html && status.html !== shown.html) {
      shown.html = status.html;
      await showText();
    }
    if (status.pdf && status.pdf !== shown.pdf) {
      shown.pdf = status.pdf;
      showPrint(status.pdf);
    }
    showFindings(status);
    panes.text.dataset.shown = shown.html;
    say(status.state, words[status.state](status));
  };
  // News that come while a page is being put in wait; only the newest counts.
  const take = async (status) => {
    next = status;
    if (busy) return;
    busy = true;
    try {
      while (next) {
        const newest = next;
        next = null;
        await update(newest);
      }
    } finally { busy = false; }
  };

  for (const button of document.querySelectorAll('[data-view]')) {
    button.addEventListener('click', () => {
      document.body.dataset.view = button.dataset.view;
      for (const other of document.querySelectorAll('[data-view][aria-pressed]')) {
        other.setAttribute('aria-pressed', String(other === button));
      }
    });
  }
  const news = new EventSource(base + 'news');
  news.addEventListener('message', (event) => take(JSON.parse(event.data)));
  news.addEventListener('error', () => say('gone', 'The preview has ended. Start it again with `build preview`.'));
})();
