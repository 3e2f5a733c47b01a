/* All pages: links within a view exchange <main> instead of loading everything, forms send no empty
 * fields, and keys. Without scripts the same links and forms load the same addresses.
 *
 * Other scripts hear of it by events at the document:
 *   parallax:main  what is in <main> is new
 *   parallax:go    fired by others, cancelable, detail: an address. Who takes it goes there
 *   parallax:key   cancelable, detail: a key that nobody types anywhere. Who takes it cancels it
 */
(function () {
  'use strict';

  const root = document.documentElement;
  const main = document.getElementById('main');
  if (!main) return;
  root.classList.add('js');

  /* What is shown, and the request for what will be. */
  let shown = location.pathname + location.search;
  let asked = null;

  const status = document.createElement('p');
  status.className = 'unseen';
  status.setAttribute('role', 'status');
  document.body.append(status);

  /* Read out by screen readers; the same words twice, too. */
  function announce(words) {
    status.textContent = '';
    requestAnimationFrame(() => {
      status.textContent = words;
    });
  }

  /* ---------------------------------------------------------- exchanging <main> */

  function exchangeForm(next) {
    const form = document.querySelector('form.search');
    const other = next.querySelector('form.search');
    if (!form || !other) return;
    const open = form.querySelector('.options[open]');
    for (const part of [...form.children]) if (!part.matches('.ask')) part.remove();
    for (const part of [...other.children]) if (!part.matches('.ask')) form.append(part);
    const options = form.querySelector('.options');
    if (open && options) options.open = true;
    const value = other.elements.q.value;
    form.elements.q.defaultValue = value;
    form.elements.q.value = value;
  }

  function exchangeHead(next) {
    document.title = next.title;
    for (const part of ['.views', 'link[rel="alternate"]']) {
      const old = document.querySelector(part);
      const fresh = next.querySelector(part);
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
  }

  /* Back to where the reader was; else to the beginning of what is new. */
  function place(how) {
    const same = how.key && main.querySelector(`[data-key="${CSS.escape(how.key)}"]`);
    if (same) same.focus({ preventScroll: true });
    else main.focus({ preventScroll: true });
    if (how.y !== undefined) scrollTo(0, how.y);
  }

  function exchange(next, how) {
    exchangeHead(next);
    exchangeForm(next);
    main.replaceChildren(...next.getElementById('main').childNodes);
    place(how);
    const heading = main.querySelector('h1');
    announce(heading ? heading.textContent : document.title);
    document.dispatchEvent(new CustomEvent('parallax:main'));
  }

  async function fetchPage(url, signal) {
    const answer = await fetch(url, { headers: { Accept: 'text/html' }, signal });
    const type = answer.headers.get('Content-Type') || '';
    if (!answer.ok || answer.redirected || !type.startsWith('text/html')) throw new Error(answer.status);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!next.getElementById('main')) throw new Error('not a page of ours');
    return next;
  }

  /* how: key of the link followed, y to scroll to, isBack if the address is there already. */
  async function show(url, how) {
    if (asked) asked.abort();
    const request = new AbortController();
    asked = request;
    main.setAttribute('aria-busy', 'true');
    try {
      const next = await fetchPage(url, request.signal);
      if (asked !== request) return;
      if (!how.isBack) {
        history.replaceState({ y: scrollY }, '');
        history.pushState({ y: 0 }, '', url);
      }
      shown = location.pathname + location.search;
      exchange(next, how);
      main.removeAttribute('aria-busy');
    } catch (error) {
      if (request.signal.aborted) return;
      if (how.isBack) location.reload();
      else location.assign(url);
    }
  }

  addEventListener('popstate', (event) => {
    if (location.pathname + location.search === shown) return;
    show(location.href, { isBack: true, y: event.state ? event.state.y : 0 });
  });
  /* a page that comes back from the cache as it was left */
  addEventListener('pageshow', () => main.removeAttribute('aria-busy'));

  function isOurs(url) {
    return url.origin === location.origin && url.pathname === location.pathname;
  }

  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest('main a[href]');
    if (!link || link.matches('[data-plain], [download], [target]')) return;
    const url = new URL(link.getAttribute('href'), location.href);
    if (!isOurs(url) || (url.hash && url.search === location.search)) return;
    event.preventDefault();
    show(url.href, { key: link.dataset.key, y: link.closest('.paging') ? 0 : undefined });
  });

  document.addEventListener('parallax:go', (event) => {
    const url = new URL(event.detail, location.href);
    if (!isOurs(url)) return;
    event.preventDefault();
    show(url.href, {});
  });

  /* ---------------------------------------------------------- forms */

  /* What says nothing stays out of the address. */
  function addressOf(form, submitter) {
    const url = new URL(form.action);
    url.search = '';
    for (const [name, value] of new FormData(form, submitter)) {
      const field = form.elements[name];
      const isUsual =
        form.matches('.search') && field instanceof HTMLSelectElement && field.selectedIndex === 0;
      if (value !== '' && !isUsual) url.searchParams.append(name, value);
    }
    return url;
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'get' || form.target) return;
    const url = addressOf(form, event.submitter);
    if (url.origin !== location.origin) return;
    event.preventDefault();
    if (isOurs(url)) show(url.href, { y: 0 });
    else location.assign(url.href);
  });

  /* ---------------------------------------------------------- keys */

  const keysOff = 'parallax-keys-off';

  function areKeysOff() {
    try {
      return localStorage.getItem(keysOff) === '1';
    } catch (error) {
      return false;
    }
  }

  function setKeysOff(isOff) {
    try {
      if (isOff) localStorage.setItem(keysOff, '1');
      else localStorage.removeItem(keysOff);
    } catch (error) {
      /* a browser that keeps nothing keeps the keys on */
    }
  }

  const keys = [
    ['/', 'to the search field'],
    ['j', 'next article', '.hit'],
    ['k', 'article before', '.hit'],
    ['Enter', 'read it', '.hit'],
    ['o', 'its original', '.hit'],
    ['n', 'next match', '.matches'],
    ['N', 'match before', '.matches'],
    ['Esc', 'leave the field; close what is open'],
    ['?', 'these keys'],
  ];

  function makeElement(name, words, ...children) {
    const element = document.createElement(name);
    if (words) element.textContent = words;
    element.append(...children);
    return element;
  }

  function showKeys() {
    const dialog = makeElement('dialog');
    const heading = makeElement('h2', 'Keys');
    const list = makeElement('dl');
    const off = makeElement('input');
    const form = makeElement('form');
    heading.id = 'keys-heading';
    dialog.className = 'keys';
    dialog.setAttribute('aria-labelledby', heading.id);
    for (const [key, words, where] of keys)
      if (!where || main.querySelector(where))
        list.append(makeElement('dt', '', makeElement('kbd', key)), makeElement('dd', words));
    off.type = 'checkbox';
    off.checked = areKeysOff();
    off.addEventListener('change', () => setKeysOff(off.checked));
    form.method = 'dialog';
    const label = makeElement('label', '', off, ' no single keys');
    label.className = 'switch';
    form.append(label, makeElement('button', 'Close'));
    dialog.append(heading, list, form);
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  function toField() {
    const field = document.getElementById('q');
    field.focus();
    field.select();
  }

  function isTyping(target) {
    return (
      target.isContentEditable ||
      target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])') ||
      target.closest('dialog')
    );
  }

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key.length !== 1 || isTyping(event.target) || areKeysOff()) return;
    if (event.key === '/') toField();
    else if (event.key === '?') showKeys();
    else {
      const key = new CustomEvent('parallax:key', { detail: event.key, cancelable: true });
      if (document.dispatchEvent(key)) return;
    }
    event.preventDefault();
  });

  const opener = makeElement('button', 'Keys');
  opener.type = 'button';
  opener.className = 'keys-open';
  opener.addEventListener('click', showKeys);
  const foot = document.querySelector('footer .bar');
  if (foot) foot.append(opener);
})();
