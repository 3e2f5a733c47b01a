/* The timeline above the results: bars are links, and a range is chosen by drawing over them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withPage } from './browser.mjs';
import { eventually, focus } from './checks.mjs';

const bars = (page) => page.locator('.timeline .hits a');

async function middleOf(bar) {
  const box = await bar.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

const bounds = (page) => {
  const query = new URL(page.url()).searchParams;
  return [query.get('since'), query.get('until')];
};

test('a bar leads to the articles of its period', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    const bar = bars(page).first();
    const [count] = (await bar.textContent()).match(/\d+(?= articles?)/);
    const period = [await bar.getAttribute('data-since'), await bar.getAttribute('data-until')];

    await page.mouse.click(...(await middleOf(bar)));
    await eventually(async () => assert.deepEqual(bounds(page), period));
    await eventually(async () => assert.match(await page.locator('h1').innerText(), new RegExp(`^${count} article`)));
  });
});

test('drawing over bars chooses from the first one to the last one, in place', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    const before = await page.locator('h1').innerText();
    const [first, last] = [bars(page).nth(1), bars(page).nth(3)];
    const wanted = [await first.getAttribute('data-since'), await last.getAttribute('data-until')];

    await page.evaluate(() => (window.isSamePage = true));
    await page.mouse.move(...(await middleOf(last)));
    await page.mouse.down();
    await page.mouse.move(...(await middleOf(first)), { steps: 5 });
    assert.equal(await page.locator('.timeline .hint').innerText(), `${wanted[0]} to ${wanted[1]}`);
    await page.mouse.up();
    await eventually(async () => assert.deepEqual(bounds(page), wanted));
    await eventually(async () => assert.notEqual(await page.locator('h1').innerText(), before));
    assert.ok(await page.evaluate(() => window.isSamePage));
    await page.goBack();
    await eventually(async () => assert.equal(await page.locator('h1').innerText(), before));
  });
});

test('by keys: arrows go from bar to bar, with Shift they draw, Enter takes, Esc gives up', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=protest');
    const since = await bars(page).nth(1).getAttribute('data-since');
    const until = await bars(page).nth(3).getAttribute('data-until');
    const hint = page.locator('.timeline .hint');

    await bars(page).first().focus();
    await page.keyboard.press('ArrowRight');
    assert.ok((await focus(page)).isMarked);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    assert.equal(await hint.innerText(), `${since} to ${until}`);
    await page.keyboard.press('Escape');
    assert.equal(await hint.innerText(), '');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await eventually(async () => assert.deepEqual(bounds(page), [since, until]));
  });
});

test('the table behind it has the same numbers, also without scripts', async () => {
  await withPage({ js: false }, async (page, go) => {
    await go('/?q=protest');
    await page.locator('.timeline summary').click();
    const table = page.locator('.timeline table');
    assert.ok(await table.isVisible());
    const rows = await table.locator('tbody tr', { has: page.getByRole('link') }).count();
    assert.equal(rows, await bars(page).count());
    await table.getByRole('link').first().click();
    assert.deepEqual(bounds(page).map((bound) => bound?.length > 3), [true, true]);
  });
});
