/* What several tests ask of a page. */
import assert from 'node:assert/strict';

/** Ask again until it holds: what scripts exchange comes after the address. */
export async function eventually(hold) {
  for (const end = Date.now() + 10_000; ; await new Promise((done) => setTimeout(done, 25))) {
    try {
      return await hold();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Nothing is wider than the window. */
export async function assertFits(page, where) {
  const wide = await page.evaluate(() => {
    const room = innerWidth;
    const root = document.documentElement;

    /* what scrolls by itself makes nothing wider */
    const isHeld = (e) => e && (getComputedStyle(e).overflowX !== 'visible' || isHeld(e.parentElement));
    if (root.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().left + e.scrollWidth > room + 0.5 && !isHeld(e))
      .map((e) => e.outerHTML.slice(0, 100))
      .slice(-5)
      .concat(`page ${root.scrollWidth} of ${room}`);
  });

  assert.deepEqual(wide, [], `wider than the window, ${where}`);
}

/** Titles of the results, as they stand. */
export function titles(page) {
  return page.locator('main .hit h2').allInnerTexts();
}

/** Addresses of our own that the page links to. Places on it are none. */
export function links(page, within = 'body') {
  return page.evaluate((selector) => {
    const all = [...document.querySelectorAll(`${selector} a[href]:not([href^='#']), link[href]`)]
      .map((a) => new URL(a.getAttribute('href'), location.href))
      .filter((url) => url.origin === location.origin);
    return [...new Set(all.map((url) => url.origin + url.pathname + url.search))];
  }, within);
}

/**
 * Where the keyboard is: text of the focused element, whether one sees that it has the focus, and
 * whether it is covered. null: nowhere.
 */
export function focus(page) {
  return page.evaluate(() => {
    const e = document.activeElement;

    if (!e || e === document.body || e === document.documentElement) return null;
    /* What of the look may say that it has the focus: outlines and the like, in charts strokes. */
    const look = () =>
      [e, ...e.querySelectorAll('*')].slice(0, 20).map((part) => {
        const s = getComputedStyle(part);
        return [s.outline, s.boxShadow, s.stroke, s.strokeWidth, s.backgroundColor, s.borderColor].join();
      }).join();
    const style = getComputedStyle(e);
    let isMarked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    if (!isMarked) {
      const focused = look();
      e.blur();
      isMarked = look() !== focused;
      e.focus({ focusVisible: true });
    }
    const box = e.getClientRects()[0]; /* a link in a text may go over two lines */
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 8), 1), innerHeight - 2);
    const top = document.elementFromPoint(x, y);
    e.dataset.visited = '1';
    return {
      tag: e.tagName.toLowerCase(),
      text: (e.innerText || e.textContent || e.getAttribute('aria-label') || e.name || '').trim().slice(0, 60),
      id: e.id,
      isMarked,
      isCovered: !top || !(e.contains(top) || top.contains(e) || e.labels?.[0]?.contains(top)),
    };
  });
}
