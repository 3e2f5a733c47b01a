/* What the first page weighs, and how soon one can use it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withPage } from './browser.mjs';

const BYTES_MOST = 100_000;

/* As the browser counts: what came over the wire, and what came out of it. */
function loaded() {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const sum = (field) => all.reduce((bytes, entry) => bytes + entry[field], 0);

  return {
    answers: all.length,
    sent: sum('encodedBodySize'),
    whole: sum('decodedBodySize'),
    usable: Math.round(all[0].domContentLoadedEventEnd),
  };
}

test('the first page with style and scripts is under 100 KB on the wire', async (t) => {
  await withPage({ fresh: true }, async (page, go) => {
    await go('/');
    await page.waitForLoadState('networkidle');
    const { answers, sent, whole, usable } = await page.evaluate(loaded);
    t.diagnostic(`${sent} bytes (${whole} unpacked) in ${answers} answers, usable after ${usable} ms`);
    assert.ok(answers >= 3);
    assert.ok(sent < BYTES_MOST, `${sent} bytes`);
  });
});
