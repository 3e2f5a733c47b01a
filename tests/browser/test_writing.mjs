/* With a token: sign in, correct a label, see it take effect, take it back, sign out. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { violations, withPage } from './browser.mjs';
import { focus } from './checks.mjs';
import { TOKEN, signIn, writingDaemon } from './writing.mjs';

/* What the article says of its label. */
const framing = (page) => page.getByRole('region', { name: 'Framing' });

async function vote(page, words) {
  await framing(page).getByLabel(words, { exact: true }).check();
  await framing(page).getByRole('button', { name: 'Save the label' }).click();
}

for (const js of [false, true]) {
  const id = js ? 'demo-n02' : 'demo-n01';

  test(`a label is corrected and takes effect, ${js ? 'with' : 'without'} scripts`, async () => {
    await withPage({ daemon: await writingDaemon(), js }, async (page, go) => {
      await go(`/article/${id}`);
      await framing(page).getByRole('link', { name: 'Sign in with a token' }).click();
      await signIn(page, 'not-the-token-of-anybody');
      assert.match(await page.getByRole('alert').innerText(), /not known/);
      await signIn(page, TOKEN);
      await page.waitForURL((url) => url.pathname === `/article/${id}`);
      assert.match(await framing(page).innerText(), /by the model/);

      await vote(page, 'anti-iran');
      await framing(page).getByText('by a person').waitFor();
      assert.equal(new URL(page.url()).pathname, `/article/${id}`);
      assert.match(await framing(page).innerText(), /Ann Example said anti-iran/);

      await go('/?stance=anti-iran&limit=50');
      const hit = page.locator('.hit', { has: page.locator(`a[href*="${id}"]`) });
      assert.match(await hit.innerText(), /anti-iran\s+by a person/);

      await go(`/article/${id}`);
      await vote(page, 'take my label back');
      await framing(page).getByText('by the model').first().waitFor();

      await framing(page).getByRole('link', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await go(`/article/${id}`);
      await framing(page).getByRole('link', { name: 'Sign in with a token' }).waitFor();
    });
  });
}

test('who corrected a label is shown to nobody without a token', async () => {
  await withPage({ daemon: await writingDaemon(), js: false }, async (page, go) => {
    await go('/token?back=%2Farticle%2Fdemo-n03');
    await signIn(page, TOKEN);
    await page.waitForURL(/demo-n03/);
    await vote(page, 'neutral');
    await framing(page).getByText('Ann Example').first().waitFor();
    await page.context().clearCookies();
    await go('/article/demo-n03');
    assert.match(await framing(page).innerText(), /1 person said neutral/);
    assert.doesNotMatch(await page.content(), /Ann Example/);
  });
});

test('signing in by keyboard: the field has the focus, and a wrong token is announced', async () => {
  await withPage({ daemon: await writingDaemon() }, async (page, go) => {
    await go('/token');
    assert.equal((await focus(page)).tag, 'input');
    await page.keyboard.type('not-the-token-of-anybody');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.getByLabel('Token').getAttribute('aria-invalid'), 'true');
  });
});
