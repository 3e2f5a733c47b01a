/* The page of one article: from match to match, and what each word weighed. */
(function () {
  'use strict';

  /* ---------------------------------------------------------- matches */

  /* In place of links to the first ones: before and after, also by N and n. */
  function walkMatches(article) {
    const nav = article.querySelector('.matches');
    const marks = Array.from(article.querySelectorAll('mark[id]'));
    if (!nav || !marks.length)
      return null;
    const list = nav.querySelector('ol');
    const place = document.createElement('span');
    let at = -1;

    function go(step) {
      if (at >= 0)
        marks[at].classList.remove('here');
      at = (at + step + marks.length + (at < 0 && step < 0 ? 1 : 0)) % marks.length;
      marks[at].classList.add('here');
      marks[at].scrollIntoView({ block: 'center' });
      place.textContent = `${at + 1} of ${marks.length}`;
    }

    function button(words, sign, step) {
      const b = document.createElement('button');
      b.type = 'button';
      b.textContent = sign;
      b.setAttribute('aria-label', words);
      b.title = words;
      b.addEventListener('click', () => go(step));
      return b;
    }

    place.setAttribute('role', 'status');
    place.className = 'quiet';
    list.replaceWith(button('Match before (N)', '↑', -1), button('Next match (n)', '↓', 1), place);
    return go;
  }

  /* ---------------------------------------------------------- weights */

  function strong(text) {
    const b = document.createElement('b');
    b.textContent = text;
    return b;
  }

  /* "+0.123 for neutral", and of the sentence round it. */
  function fillNote(note, word, label) {
    const weight = word.dataset.weight;
    const sentence = word.closest('.sentence');
    note.replaceChildren(strong(weight), ` ${weight.startsWith('-') ? 'against' : 'for'} ${label}`);
    if (sentence)
      note.append(document.createElement('br'), 'its sentence ', strong(sentence.dataset.weight));
  }

  function placeNote(note, word) {
    const box = word.getClientRects()[0];
    const left = Math.min(box.left, document.documentElement.clientWidth - note.offsetWidth - 16);
    const above = box.top - note.offsetHeight - 6;
    note.style.left = `${Math.max(8, left) + window.scrollX}px`;
    note.style.top = `${(above > 0 ? above : box.bottom + 6) + window.scrollY}px`;
  }

  /* One of the words is reached by Tab, the others from it by the arrow keys. */
  function explainWords(article) {
    const legend = article.querySelector('#legend');
    const words = Array.from(article.querySelectorAll('.article-head .word, .text .word'));
    if (!legend || !words.length)
      return null;
    const note = document.createElement('div');
    const hint = document.createElement('p');
    let shown = null;

    function hide() {
      if (shown)
        shown.removeAttribute('aria-describedby');
      shown = null;
      note.hidden = true;
    }

    function show(word) {
      hide();
      shown = word;
      fillNote(note, word, legend.dataset.label);
      note.hidden = false;
      word.setAttribute('aria-describedby', note.id);
      placeNote(note, word);
    }

    function move(from, step) {
      const to = words[words.indexOf(from) + step];
      if (!to)
        return;
      from.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    }

    note.id = 'weight-note';
    note.className = 'weight-note';
    note.setAttribute('role', 'tooltip');
    note.hidden = true;
    hint.textContent = 'Point at an underlined word, tap it, or go to it by Tab and the arrow keys, '
      + 'to see its weight.';
    legend.append(hint);
    article.append(note);
    words.forEach((word) => {
      word.tabIndex = -1;
    });
    words[0].tabIndex = 0;

    article.addEventListener('focusin', (e) => {
      if (e.target.matches('.word'))
        show(e.target);
    });
    article.addEventListener('focusout', hide);
    article.addEventListener('mouseover', (e) => {
      const word = e.target.closest('.word[tabindex]');
      if (word)
        show(word);
      else if (!note.contains(e.target) && shown !== document.activeElement)
        hide();
    });
    article.addEventListener('keydown', (e) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!e.target.matches('.word') || !step || e.ctrlKey || e.metaKey || e.altKey)
        return;
      e.preventDefault();
      move(e.target, step);
    });
    return hide;
  }

  /* ---------------------------------------------------------- the page */

  let go = null;
  let hide = null;

  function begin() {
    const article = document.querySelector('.article');
    go = article && walkMatches(article);
    hide = article && explainWords(article);
  }

  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && hide)
      hide();
  });
  document.addEventListener('parallax:key', (e) => {
    if (!go || (e.detail !== 'n' && e.detail !== 'N'))
      return;
    go(e.detail === 'n' ? 1 : -1);
    e.preventDefault();
  });
  /* the note stands where the word was */
  addEventListener('resize', () => {
    if (hide)
      hide();
  });
  document.addEventListener('parallax:main', begin);
  begin();
})();
