/* The search field suggests what a beginning may go on to (a combobox as in the ARIA practices: the
 * focus stays in the field). */
(function () {
  'use strict';

  const field = document.getElementById('q');
  const box = field && field.closest('.ask');
  if (!box) return;

  const WAIT_MS = 120;
  const LETTERS_MIN = 2;
  const kinds = { word: '', name: 'name', source: 'source', author: 'author', title: 'article' };

  let timer = 0;
  let asked = null;
  let items = [];
  let chosen = -1;
  let typed = '';

  const list = document.createElement('ul');
  list.id = 'suggest';
  list.className = 'suggest';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Suggestions');
  box.append(list);
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', list.id);
  field.setAttribute('aria-expanded', 'false');

  function close() {
    clearTimeout(timer);
    if (asked) asked.abort();
    items = [];
    chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  }

  function choose(n) {
    if (chosen >= 0) list.children[chosen].setAttribute('aria-selected', 'false');
    chosen = n;
    if (n < 0) {
      field.removeAttribute('aria-activedescendant');
      field.value = typed;
      return;
    }
    const line = list.children[n];
    line.setAttribute('aria-selected', 'true');
    line.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', line.id);
    field.value = items[n].kind === 'title' ? typed : items[n].query;
  }

  /* An article is gone to, anything else is searched for. */
  function take(n) {
    const item = items[n];
    close();
    if (item.kind === 'title' && item.id) {
      location.assign('/article/' + encodeURIComponent(item.id));
      return;
    }
    field.value = item.query;
    field.form.requestSubmit();
  }

  function makeLine(item, n) {
    const line = document.createElement('li');
    const text = document.createElement('bdi');
    const note = document.createElement('span');
    line.id = 'suggest-' + n;
    line.setAttribute('role', 'option');
    line.setAttribute('aria-selected', 'false');
    text.textContent = item.text;
    note.textContent = [kinds[item.kind], item.kind === 'title' ? '' : item.count.toLocaleString('en')]
      .filter(Boolean)
      .join(' · ');
    line.append(text, note);
    return line;
  }

  function showItems(found) {
    items = found;
    chosen = -1;
    list.replaceChildren(...items.map(makeLine));
    list.hidden = items.length === 0;
    field.setAttribute('aria-expanded', String(items.length > 0));
    field.removeAttribute('aria-activedescendant');
  }

  async function ask() {
    const request = new AbortController();
    if (asked) asked.abort();
    asked = request;
    typed = field.value;
    try {
      const answer = await fetch('/api/v1/suggest?q=' + encodeURIComponent(typed), {
        headers: { Accept: 'application/json' },
        signal: request.signal,
      });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (asked === request && document.activeElement === field) showItems(found);
    } catch (error) {
      /* suggestions are a help: without them the field does what it did */
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(timer);
    if (field.value.trim().length < LETTERS_MIN || field.selectionEnd !== field.value.length) {
      close();
      return;
    }
    timer = setTimeout(ask, WAIT_MS);
  });

  /* Up and down walk through what was typed, too. */
  function step(by) {
    const n = items.length + 1;
    choose(((chosen + 1 + by + n) % n) - 1);
  }

  function leave() {
    if (field.value !== field.defaultValue) field.value = field.defaultValue;
    else document.getElementById('main').focus({ preventScroll: true });
  }

  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      if (items.length) {
        choose(-1);
        close();
      } else leave();
    } else if (event.key === 'ArrowDown' && !items.length) ask();
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp' && items.length) step(-1);
    else if (event.key === 'Enter' && chosen >= 0) take(chosen);
    else return;
    event.preventDefault();
  });

  field.addEventListener('blur', close);
  field.form.addEventListener('submit', close);
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const line = event.target.closest('[role="option"]');
    if (line) take([...list.children].indexOf(line));
  });
})();

/* Keys to walk through the hits: j and k move the focus, Enter follows the link as ever. */
(function () {
  'use strict';

  function links() {
    const before = document.querySelector('.paging [rel="prev"]');
    const after = document.querySelector('.paging [rel="next"]');
    return [before, ...document.querySelectorAll('.hit h2 a'), after].filter(Boolean);
  }

  function here() {
    const active = document.activeElement;
    const hit = active.closest('.hit');
    return hit ? hit.querySelector('h2 a') : active;
  }

  function walk(by) {
    const all = links();
    const at = all.indexOf(here());
    const first = all.findIndex((link) => link.closest('.hit'));
    const next = at < 0 ? first : at + by;
    if (next < 0 || next >= all.length) return;
    all[next].focus({ preventScroll: true });
    (all[next].closest('.hit') || all[next]).scrollIntoView({ block: 'nearest' });
  }

  function openOriginal() {
    const hit = document.activeElement.closest('.hit');
    const link = hit && hit.querySelector('.original');
    if (link) link.click();
  }

  const keys = {
    j: () => walk(1),
    k: () => walk(-1),
    o: openOriginal,
  };

  document.addEventListener('parallax:key', (event) => {
    if (!Object.hasOwn(keys, event.detail) || !document.querySelector('.hit')) return;
    keys[event.detail]();
    event.preventDefault();
  });
})();
