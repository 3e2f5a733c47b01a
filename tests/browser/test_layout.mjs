/* Each view on small and large windows, enlarged, with forced colours, and on paper. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { DESKTOP, PHONE, SMALL, withPage } from './browser.mjs';
import { assertFits } from './checks.mjs';
import { views } from './views.mjs';

const windows = [
  ['phone of 320', SMALL],
  ['phone of 390', PHONE],
  ['200 % of 1280', { width: 640, height: 450 }],
  ['desktop', DESKTOP],
  ['wide', { width: 1920, height: 1080 }],
];

/* WCAG 1.4.12: a reader's own spacing. Set by the object model, which the policy lets be. */
function spaceText() {
  for (const e of document.querySelectorAll('body, body *')) {
    e.style.lineHeight = '1.5';
    e.style.letterSpacing = '.12em';
    e.style.wordSpacing = '.16em';
  }
}

for (const view of views)
  test(`${view.name}: never wider than the window`, async () => {
    await withPage({}, async (page, go) => {
      await go(view.path);
      for (const [name, size] of windows) {
        await page.setViewportSize(size);
        await assertFits(page, name);
      }
      await page.evaluate(spaceText);
      await page.setViewportSize(SMALL);
      await assertFits(page, 'text spaced by the reader');
    });
  });

/* The words that were searched for stay. */
test('on paper there are results and text, and no controls', async () => {
  await withPage({}, async (page, go) => {
    await page.emulateMedia({ media: 'print' });
    for (const path of ['/?q=protest', '/article/demo-n16?q=protest']) {
      await go(path);
      const controls = page.locator('input:not(#q):visible, select:visible, button:visible, .facets:visible, .paging:visible');
      assert.equal(await controls.count(), 0, path);
      assert.ok(await page.locator('h1').isVisible());
      assert.ok((await page.locator('main').innerText()).length > 500);
    }
  });
});

test('with forced colours shapes and bars stay apart from the paper', async () => {
  await withPage({ forced: true }, async (page, go) => {
    await go('/?q=protest');
    const lost = await page.evaluate(() => {
      const paper = getComputedStyle(document.documentElement).backgroundColor;
      return [...document.querySelectorAll('svg.shape, svg.share, .timeline rect')]
        .filter((e) => e.getBoundingClientRect().width && getComputedStyle(e).fill === paper)
        .map((e) => e.outerHTML);
    });
    assert.deepEqual(lost, []);
    assert.ok((await page.locator('svg.shape').count()) > 0);
  });
});
