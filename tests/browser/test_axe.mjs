/* Each view by axe: light and dark, desktop and phone. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { DESKTOP, PHONE, violations, withPage } from './browser.mjs';
import { views } from './views.mjs';

for (const view of views)
  test(`${view.name}: axe finds nothing, light or dark, on desktop or phone`, async () => {
    await withPage({}, async (page, go) => {
      await go(view.path);
      for (const [name, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: 'light' });
        assert.deepEqual(await violations(page), [], name);
        await page.emulateMedia({ colorScheme: 'dark' });
        assert.deepEqual(await violations(page, 'color-contrast'), [], `${name}, dark`);
      }
    });
  });
