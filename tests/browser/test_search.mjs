/* What scripts add to the search page: keys, suggestions, exchanging results in place. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { violations, withPage } from './browser.mjs';
import { eventually, focus, titles } from './checks.mjs';

const field = (page) => page.getByRole('combobox', { name: 'Search the articles' });
const suggestions = (page) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
const isFocused = (locator) => locator.evaluate((e) => e === document.activeElement);

/* ------------------------------------------------------------ keys */

test('keys: / goes to the field, Esc leaves it, j and k walk, Enter reads', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    const all = await titles(page);

    await page.keyboard.press('/');
    assert.ok(await isFocused(field(page)));
    assert.equal(await field(page).inputValue(), 'protest');
    await page.keyboard.press('Escape');
    assert.ok(!(await isFocused(field(page))));

    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    assert.equal((await focus(page)).text, all[1].slice(0, 60));
    assert.ok((await focus(page)).isMarked);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/article\//);
    assert.equal(await page.locator('h1').innerText(), all[1]);
  });
});

test('keys: letters typed into a field are letters', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    await field(page).fill('');
    await page.keyboard.type('j/k?');
    assert.equal(await field(page).inputValue(), 'j/k?');
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
});

test('keys: ? lists them; they can be turned off, as WCAG 2.1.4 asks', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    const dialog = page.getByRole('dialog');

    await page.keyboard.press('?');
    assert.match(await dialog.innerText(), /next article/);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Keys' }).click();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await page.keyboard.press('/');
    assert.ok(!(await isFocused(field(page))));

    await page.getByRole('button', { name: 'Keys' }).click();
    await dialog.getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    assert.ok(await isFocused(field(page)));
  });
});

/* ------------------------------------------------------------ suggestions */

test('suggestions: arrows choose, Enter searches, Esc brings back what was typed', async () => {
  await withPage({}, async (page, go) => {
    await go('/');
    await field(page).pressSequentially('prot');
    await suggestions(page).first().waitFor();
    assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
    assert.deepEqual(await violations(page), []);

    await page.keyboard.press('ArrowDown');
    const active = await field(page).getAttribute('aria-activedescendant');
    assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
    assert.ok(await isFocused(field(page)));
    await page.keyboard.press('Escape');
    assert.equal(await field(page).inputValue(), 'prot');
    assert.equal(await field(page).getAttribute('aria-expanded'), 'false');

    await field(page).pressSequentially('e');
    await suggestions(page).first().waitFor();
    await page.keyboard.press('ArrowDown');
    const chosen = await field(page).inputValue();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === chosen);
    await page.locator('.hit').first().waitFor();
    assert.equal(await suggestions(page).count(), 0);
  });
});

test('suggestions: hostile names and titles are text in them', async () => {
  await withPage({}, async (page, go) => {
    await go('/');
    for (const start of ['<img', '<svg', 'harb']) {
      const answered = page.waitForResponse(/\/api\/v1\/suggest/);
      await field(page).fill('');
      await field(page).pressSequentially(start);
      await answered;
    }
    await suggestions(page).first().waitFor();
    assert.equal(await page.locator('#suggest img, #suggest svg, #suggest script').count(), 0);
  });
});

/* ------------------------------------------------------------ in place */

/* Does an action exchange the results without loading the page anew? */
async function assertExchanges(page, act, address) {
  const before = await page.locator('main').innerText();

  await page.evaluate(() => (window.isSamePage = true));
  await act();
  await page.waitForURL(address);
  await eventually(async () => assert.notEqual(await page.locator('main').innerText(), before));
  assert.ok(await page.evaluate(() => window.isSamePage), 'the page was loaded anew');
}

test('a facet filters in place: it keeps the focus, and what is new is announced', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    const facet = page.getByRole('link', { name: /^Only unclear/ });
    const before = await page.locator('h1').innerText();

    await facet.focus();
    await assertExchanges(page, () => page.keyboard.press('Enter'), /stance=unclear/);
    const heading = await page.locator('h1').innerText();
    assert.notEqual(heading, before);
    await page.getByRole('status').filter({ hasText: heading }).first().waitFor();
    const at = await focus(page);
    assert.match(at.text, /^unclear/);
    assert.ok(at.isMarked);
    await assertExchanges(page, () => page.keyboard.press('Enter'), /q=protest$/);
    assert.equal(await page.locator('h1').innerText(), before);
  });
});

test('new words and an order exchange the results, and only what is said is in the address', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    await assertExchanges(
      page,
      async () => {
        await field(page).fill('embassy');
        await page.keyboard.press('Enter');
      },
      /\?q=embassy$/,
    );
    assert.match(await page.title(), /embassy/);
    await assertExchanges(page, () => page.getByRole('link', { name: 'Newest', exact: true }).click(), /sort=date/);
    await assertExchanges(page, () => page.goBack(), /\?q=embassy$/);
    await assertExchanges(page, () => page.goBack(), /\?q=protest$/);
    assert.equal(await field(page).inputValue(), 'protest');
  });
});

test('where one was on the page is kept over back and forward', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=iran');
    const after = page.getByRole('link', { name: /After/ });
    await after.scrollIntoViewIfNeeded();
    const y = await page.evaluate(() => scrollY);
    await assertExchanges(page, () => after.click(), /offset=/);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await assertExchanges(page, () => page.goBack(), /q=iran$/);
    await page.waitForFunction((was) => Math.abs(scrollY - was) < 50, y);
  });
});
