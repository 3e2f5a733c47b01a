/* Every state is an address: it can be loaded again, shared, and walked back to. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withPage } from './browser.mjs';
import { eventually, titles } from './checks.mjs';

async function state(page) {
  return { url: page.url(), h1: await page.locator('h1').innerText(), titles: await titles(page) };
}

/* From search to filter to page to article; notes each state. */
const steps = [
  (page) => page.locator('.facets section a').first().click(),
  (page) => page.getByRole('link', { name: /After/ }).click(),
  (page) => page.locator('.hit h2 a').first().click(),
];

for (const js of [true, false])
  test(`back, forward and reload show the same again, ${js ? 'with' : 'without'} scripts`, async () => {
    await withPage({ js }, async (page, go) => {
      const states = [];
      const assertShows = (past) => eventually(async () => assert.deepEqual(await state(page), past));

      await go('/?q=iran');
      states.push(await state(page));
      for (const step of steps) {
        const before = states.at(-1);
        await step(page);
        await eventually(async () => assert.notDeepEqual((await state(page)).titles, before.titles));
        states.push(await state(page));
      }
      for (const past of states.slice(0, -1).reverse()) {
        await page.goBack();
        await assertShows(past);
      }
      for (const next of states.slice(1)) {
        await page.goForward();
        await assertShows(next);
        await page.reload();
        await assertShows(next);
      }
    });
  });
