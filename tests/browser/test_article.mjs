/* What scripts add to an article: from match to match, and what each word weighed. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withPage } from './browser.mjs';

test('buttons and n and N go from match to match, round and round', async () => {
  await withPage({}, async (page, go) => {
    await go('/article/demo-n16?q=embassy+OR+militia');
    const nav = page.getByRole('navigation', { name: 'Marked words' });
    const place = nav.getByRole('status');
    const total = Number(await nav.getAttribute('data-count'));

    assert.ok(total >= 2);
    await nav.getByRole('button', { name: 'Next match' }).click();
    assert.equal(await place.innerText(), `1 of ${total}`);
    await page.keyboard.press('n');
    assert.equal(await place.innerText(), `2 of ${total}`);
    await page.keyboard.press('N');
    await page.keyboard.press('N');
    assert.equal(await place.innerText(), `${total} of ${total}`);
    assert.equal(await page.locator('mark.here').count(), 1);
  });
});

test('without scripts the matches are links', async () => {
  await withPage({ js: false }, async (page, go) => {
    await go('/article/demo-n16?q=embassy');
    await page.getByRole('navigation', { name: 'Marked words' }).getByRole('link').first().click();
    assert.match(page.url(), /#m1$/);
  });
});

test('a word tells its weight when it is pointed at, tapped, or gone to by keys', async () => {
  await withPage({}, async (page, go) => {
    await go('/article/demo-n16');
    await page.getByRole('link', { name: 'Show what the model weighed' }).click();
    await page.waitForURL(/weights=1/);
    const words = page.locator('.text .word');
    const note = page.getByRole('tooltip');
    const assertTells = async (word) => {
      await note.waitFor();
      assert.match(await note.innerText(), /[-+]?\d\.\d+ (for|against) /);
      assert.equal(await word.getAttribute('aria-describedby'), await note.getAttribute('id'));
    };

    await words.first().hover();
    await assertTells(words.first());
    await page.keyboard.press('Escape');
    await note.waitFor({ state: 'hidden' });
    await words.nth(2).click();
    await assertTells(words.nth(2));
    await page.keyboard.press('ArrowRight');
    await assertTells(words.nth(3));
  });
});

test('the weights are there without scripts, too', async () => {
  await withPage({ js: false }, async (page, go) => {
    await go('/article/demo-n16?weights=1');
    assert.ok((await page.locator('.text .word').count()) > 5);
    assert.ok((await page.locator('.weighed tbody tr').count()) > 5);
  });
});
