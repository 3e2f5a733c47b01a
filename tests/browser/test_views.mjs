/* Each view says what it should, with scripts and without, and what it links to is there. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withPage } from './browser.mjs';
import { links, titles } from './checks.mjs';
import { views } from './views.mjs';

/* Links are followed without the browser: it is their addresses that count here. */
async function assertLinksLeadOn(addresses) {
  const answers = await Promise.all(addresses.map(async (url) => [url, (await fetch(url)).status]));
  assert.deepEqual(answers.filter(([, status]) => status !== 200), []);
}

async function read(page) {
  return {
    title: await page.title(),
    h1: await page.locator('h1').allInnerTexts(),
    links: await links(page, 'main'),
  };
}

async function visit(view, js) {
  let found;

  await withPage({ js }, async (page, go) => {
    assert.equal((await go(view.path)).status(), view.status ?? 200);
    found = await read(page);
    assert.equal(found.h1.length, 1);
    assert.match(found.h1[0], view.h1);
    assert.match(found.title, /Parallax/);
    for (const landmark of ['banner', 'main', 'contentinfo'])
      assert.equal(await page.getByRole(landmark).count(), 1, landmark);
  });
  return found;
}

for (const view of views)
  test(`${view.name}: complete without scripts, and nothing lost with them`, async () => {
    const plain = await visit(view, false);
    const scripted = await visit(view, true);

    assert.equal(scripted.title, plain.title);
    assert.deepEqual(scripted.h1, plain.h1);
    assert.deepEqual(plain.links.filter((link) => !scripted.links.includes(link)), []);
    await assertLinksLeadOn(plain.links);
  });

test('without scripts: ask, filter, page on, open an article, and come back', async () => {
  await withPage({ js: false }, async (page, go) => {
    await go('/');
    await page.getByRole('searchbox').fill('iran');
    await page.getByRole('button', { name: 'Search' }).click();
    const first = await titles(page);
    assert.equal(first.length, 10);
    await page.getByRole('link', { name: /After/ }).click();
    assert.notDeepEqual(await titles(page), first);
    await page.locator('.facets a').first().click();
    assert.match(page.url(), /[?&]stance=/);
    assert.equal(await page.getByRole('searchbox').inputValue(), 'iran');
    await page.locator('.hit h2 a').first().click();
    assert.match(page.url(), /\/article\//);
    await page.locator('.back a').first().click();
    assert.match(page.url(), /[?&]stance=/);
  });
});

test('right-to-left text is shown so, in its language', async () => {
  await withPage({}, async (page, go) => {
    await go('/article/ar-1');
    const direction = (e) => getComputedStyle(e).direction;
    assert.equal(await page.locator('h1').evaluate(direction), 'rtl');
    const paragraphs = page.locator('.text p');
    assert.equal(await paragraphs.first().evaluate(direction), 'rtl');
    assert.equal(await paragraphs.first().evaluate((p) => p.closest('[lang]').lang), 'ar');
    await go('/?q=harbour');
    const title = page.locator('.hit h2', { hasText: 'المرفأ' });
    assert.equal(await title.evaluate((e) => getComputedStyle(e.closest('[dir]') ?? e).direction), 'rtl');
  });
});

test('an article that turns the writing direction turns none but its own', async () => {
  await withPage({}, async (page, go) => {
    await go('/?q=harbour');
    const open = await page.evaluate(() =>
      [...document.querySelectorAll('.hit *')]
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.includes('\u202e')))
        .filter((e) => !e.closest('bdi, [dir]'))
        .map((e) => e.outerHTML),
    );
    assert.deepEqual(open, []);
  });
});
