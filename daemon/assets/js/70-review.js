/* Review: a key for each answer, and the next article without loading the page anew. */
(function () {
  'use strict';

  let isBusy = false;

  function review() {
    return document.querySelector('.review');
  }

  /* What a form sends, as the API takes it. */
  function recordOf(form, button) {
    const record = {};
    for (const [name, value] of new FormData(form)) if (name !== 'back') record[name] = value;
    if (button && button.name) record[button.name] = button.value;
    if ('again' in record) record.again = record.again === '1';
    return record;
  }

  function fail(words) {
    let notice = review().querySelector('.failed');
    if (!notice) {
      notice = document.createElement('p');
      notice.className = 'notice failed';
      notice.setAttribute('role', 'alert');
      review().querySelector('.review-head').after(notice);
    }
    notice.textContent = words;
  }

  function go(address) {
    const wish = new CustomEvent('parallax:go', { cancelable: true, detail: address });
    if (document.dispatchEvent(wish)) location.assign(address);
  }

  async function send(form, button) {
    if (isBusy) return;
    isBusy = true;
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(recordOf(form, button)),
      });
      if (answer.ok) {
        go(form.elements.back.value);
        return;
      }
      const problem = await answer.json().catch(() => ({}));
      fail(`This was not kept: ${problem.detail || answer.statusText}`);
    } catch (error) {
      fail('This was not kept: the daemon does not answer. Try again.');
    } finally {
      isBusy = false;
    }
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('.review .answers form, .review .undo')) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  document.addEventListener('parallax:key', (event) => {
    if (!review()) return;
    const button = review().querySelector(`button[data-key="${CSS.escape(event.detail)}"]`);
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });
})();
