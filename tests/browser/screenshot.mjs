/* The picture of the README: a search of the bundled articles, to the file PLX_SCREENSHOT. */
import { end, withPage } from './browser.mjs';
import { startDaemon } from './daemon.mjs';

try {
  const daemon = await startDaemon({ awkward: false });

  await withPage({ daemon, size: { width: 1280, height: 900 } }, async (page, go) => {
    await go('/?q=protest');
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: process.env.PLX_SCREENSHOT });
  });
} finally {
  await end();
}
