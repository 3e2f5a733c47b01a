/* By keyboard alone. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { DESKTOP, SMALL, withPage } from './browser.mjs';
import { focus } from './checks.mjs';
import { views } from './views.mjs';

const STOPS_MOST = 400;

/* What one can click, that Tab has not come to. A group of radio buttons has one stop. */
function unvisited() {
  const controls = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');

  return [...controls]
    .filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && !e.dataset.visited)
    .filter((e) => e.type !== 'radio' && e.type !== 'hidden')
    .map((e) => e.outerHTML.slice(0, 120));
}

const sizes = { desktop: DESKTOP, 'small phone': SMALL };

for (const view of views)
  for (const [name, size] of Object.entries(sizes))
    test(`${view.name}, ${name}: Tab comes to everything, and one sees where it is`, async () => {
      await withPage({ size }, async (page, go) => {
        await go(view.path);
        let at;
        for (let stops = 0; stops < STOPS_MOST; stops++) {
          await page.keyboard.press('Tab');
          at = await focus(page);
          if (!at) break;
          assert.ok(at.isMarked, `no mark of focus on ${at.tag} ${at.text}`);
          assert.ok(!at.isCovered, `${at.tag} ${at.text} has the focus and is covered`);
        }
        assert.equal(at, null, 'Tab does not come to an end');
        assert.deepEqual(await page.evaluate(unvisited), []);
      });
    });

test('the first Tab offers to skip to the content', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('Tab');
    assert.match((await focus(page)).text, /^Skip/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.closest('main')));
  });
});
