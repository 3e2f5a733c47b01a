/* Timelines whose bars are links (daemon/page/chart.h): a range is chosen by drawing over bars, or
 * with Shift and the arrow keys and Enter. Arrow keys go from bar to bar. */
(function () {
  'use strict';

  /* What is drawn over: the figure, and the first and last period. */
  let drawn = null;

  function periodsOf(figure) {
    return [...figure.querySelectorAll('.hits > [data-since]')];
  }

  function hintOf(figure) {
    let hint = figure.querySelector('.hint');
    if (!hint) {
      hint = document.createElement('p');
      hint.className = 'hint';
      hint.setAttribute('role', 'status');
      figure.querySelector('.plot').after(hint);
    }
    return hint;
  }

  function range() {
    const periods = periodsOf(drawn.figure);
    const first = Math.min(drawn.from, drawn.to);
    const last = Math.max(drawn.from, drawn.to);
    return { periods, first, last, since: periods[first].dataset.since, until: periods[last].dataset.until };
  }

  function show() {
    const { periods, first, last, since, until } = range();
    periods.forEach((period, i) => period.classList.toggle('drawn', first !== last && i >= first && i <= last));
    hintOf(drawn.figure).textContent = first === last ? '' : `${since} to ${until}`;
  }

  function clear() {
    if (!drawn) return;
    drawn.to = drawn.from;
    show();
    drawn = null;
  }

  function go() {
    const { periods, since, until } = range();
    const link = periods.find((period) => period.matches('a'));
    if (!link) return;
    const url = new URL(link.getAttribute('href'), location.href);
    url.searchParams.set('since', since);
    url.searchParams.set('until', until);
    clear();
    const wish = new CustomEvent('parallax:go', { cancelable: true, detail: url.href });
    if (document.dispatchEvent(wish)) location.assign(url.href);
  }

  /* ---------------------------------------------------------- pointer */

  function periodAt(figure, x) {
    const periods = periodsOf(figure);
    const first = periods[0].getBoundingClientRect();
    const i = Math.floor((x - first.left) / first.width);
    return Math.max(0, Math.min(periods.length - 1, i));
  }

  let dragged = false;

  document.addEventListener('pointerdown', (event) => {
    const plot = event.target.closest('.timeline[data-brush] .hits');
    dragged = false;
    if (!plot || event.button || !event.isPrimary) return;
    const figure = plot.closest('.timeline');
    const at = periodAt(figure, event.clientX);
    clear();
    drawn = { figure, from: at, to: at, pointer: event.pointerId };
  });

  document.addEventListener('pointermove', (event) => {
    if (!drawn || drawn.pointer !== event.pointerId) return;
    const to = periodAt(drawn.figure, event.clientX);
    if (to === drawn.to) return;
    drawn.to = to;
    dragged = true;
    show();
  });

  document.addEventListener('pointerup', (event) => {
    if (!drawn || drawn.pointer !== event.pointerId) return;
    if (drawn.from === drawn.to) clear();
    else go();
  });

  document.addEventListener('pointercancel', clear);

  /* the bar under the end of a range is no click, and links are not dragged away */
  document.addEventListener(
    'click',
    (event) => {
      if (!dragged || !event.target.closest('.timeline .hits')) return;
      dragged = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  document.addEventListener('dragstart', (event) => {
    if (event.target.closest && event.target.closest('.timeline .hits')) event.preventDefault();
  });

  /* ---------------------------------------------------------- keys */

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

  /* The next period that way which is a link. */
  function neighbour(periods, from, step) {
    const links = periods.map((period, i) => (period.matches('a') ? i : -1)).filter((i) => i >= 0);
    const at = links.indexOf(from);
    return links[Math.max(0, Math.min(links.length - 1, at + step))];
  }

  function move(link, step, isRange) {
    const figure = link.closest('.timeline');
    const periods = periodsOf(figure);
    const from = periods.indexOf(link);
    const to = neighbour(periods, from, step);
    if (!isRange) clear();
    else if (!drawn || drawn.figure !== figure) drawn = { figure, from, to: from };
    if (isRange) drawn.to = to;
    if (drawn) show();
    link.tabIndex = -1;
    periods[to].tabIndex = 0;
    periods[to].focus();
  }

  document.addEventListener('keydown', (event) => {
    const link = event.target.closest && event.target.closest('.timeline .hits a');
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) {
      event.preventDefault();
      move(link, STEPS[event.key], event.shiftKey);
    } else if (event.key === 'Enter' && drawn && drawn.from !== drawn.to) {
      event.preventDefault();
      go();
    } else if (event.key === 'Escape' && drawn) {
      event.preventDefault();
      clear();
    }
  });

  /* what was drawn on is gone */
  document.addEventListener('parallax:main', () => {
    drawn = null;
  });
})();
