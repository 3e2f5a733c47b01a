/* Pictures of each view, to be looked at: light, dark and phone.
 *
 * They go to the folder PLX_SCREENSHOTS. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DESKTOP, PHONE, end, withPage } from './browser.mjs';
import { views } from './views.mjs';
import { TOKEN, signIn, writingDaemon } from './writing.mjs';

const folder = process.env.PLX_SCREENSHOTS;
const looks = [
  ['light', { size: DESKTOP }],
  ['dark', { size: DESKTOP, scheme: 'dark' }],
  ['phone', { size: PHONE }],
];

async function picture(page, name, look) {
  await page.waitForLoadState('networkidle');
  const file = `${name.replaceAll(' ', '-')}-${look}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true });
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
try {
  for (const view of views)
    for (const [look, options] of looks)
      await withPage(options, async (page, go) => {
        await go(view.path);
        await picture(page, view.name, look);
      });
  for (const [look, options] of looks)
    await withPage({ ...options, daemon: await writingDaemon(), fresh: true }, async (page, go) => {
      await go('/token?back=%2Freview');
      await signIn(page, TOKEN);
      await page.waitForURL(/\/review/);
      await picture(page, 'review with a token', look);
      await go('/article/demo-n16');
      await picture(page, 'article with a token', look);
    });
} finally {
  await end();
}
