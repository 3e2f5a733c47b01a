/* Review: one article after the other, an answer a key or a button. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { DESKTOP, PHONE, SMALL, violations, withPage } from './browser.mjs';
import { assertFits, eventually, links } from './checks.mjs';
import { TOKEN, signIn, writingDaemon } from './writing.mjs';

const asked = (page) => page.locator('.to-label h2').innerText();
const reviewed = async (page) => Number((await page.getByText(/^Reviewed:/).innerText()).match(/\d+/)[0]);
const answered = (page) => page.getByRole('status').filter({ hasText: /you said|passed over/ });

async function begin(page, go) {
  await go('/review');
  const link = page.getByRole('link', { name: 'sign in' });
  if (await link.count()) {
    await link.click();
    await signIn(page, TOKEN);
    await page.waitForURL(/\/review/);
  }
  return asked(page);
}

/* Do something, and wait until another article is asked. */
async function next(page, act) {
  const before = await asked(page);
  await act();
  await eventually(async () => assert.notEqual(await asked(page), before));
  return asked(page);
}

test('review by keys: label, skip, take back', async () => {
  await withPage({ daemon: await writingDaemon() }, async (page, go) => {
    const first = await begin(page, go);
    const before = await reviewed(page);

    const second = await next(page, () => page.keyboard.press('1'));
    assert.match(await answered(page).innerText(), /you said\s+pro-iran; the model had said/);
    assert.equal(await reviewed(page), before + 1);

    await next(page, () => page.keyboard.press('s'));
    assert.match(await answered(page).innerText(), /passed over/);
    assert.ok((await answered(page).innerText()).includes(second));
    await next(page, () => page.keyboard.press('u'));
    assert.equal(await asked(page), second);

    await next(page, () => page.keyboard.press('o'));
    assert.match(await answered(page).innerText(), /you said\s+off-topic/);
    assert.notEqual(await asked(page), first);
    await page.reload();
    assert.equal(await reviewed(page), before + 2);
  });
});

test('review by buttons, without scripts', async () => {
  await withPage({ daemon: await writingDaemon(), js: false }, async (page, go) => {
    const first = await begin(page, go);
    const before = await reviewed(page);

    await next(page, () => page.getByRole('button', { name: /^neutral/ }).click());
    assert.match(await answered(page).innerText(), /you said\s+neutral/);
    await next(page, () => page.getByRole('button', { name: /^Undo/ }).click());
    assert.equal(await asked(page), first);
    assert.equal(await reviewed(page), before);
    await next(page, () => page.getByRole('button', { name: /^Skip/ }).click());
    assert.match(await answered(page).innerText(), /passed over/);
  });
});

test('review hides what the model says until one has answered or asks for it', async () => {
  await withPage({ daemon: await writingDaemon() }, async (page, go) => {
    await begin(page, go);
    assert.equal(await page.locator('.review .stance').count(), 0);
    await page.getByRole('link', { name: 'Show what the model says first' }).click();
    await page.locator('.to-label .stance').waitFor();
  });
});

test('review: axe finds nothing, and it fits, on desktop and phone, light or dark', async () => {
  await withPage({ daemon: await writingDaemon() }, async (page, go) => {
    await begin(page, go);
    await next(page, () => page.keyboard.press('2'));
    for (const size of [DESKTOP, PHONE, SMALL])
      for (const colorScheme of ['light', 'dark']) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await assertFits(page, `${size.width}`);
        assert.deepEqual(await violations(page), [], `${size.width}, ${colorScheme}`);
      }
    assert.ok((await links(page, 'main')).length > 0);
  });
});
