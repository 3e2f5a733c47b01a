/* The one browser of the tests, and pages of it that are watched.
 *
 * The modules lie in the build folder (run.sh), so they are asked for by its path. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readingDaemon, stopDaemons } from './daemon.mjs';

const modules = createRequire(join(process.env.PLX_BROWSER_MODULES, 'package.json'));
const { chromium } = modules('playwright-core');
const axeSource = readFileSync(modules.resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const SMALL = { width: 320, height: 640 };

let browser;

function launch() {
  browser ??= chromium.launch({
    executablePath: process.env.PLX_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox' /* the tests run as root in containers */,
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return browser;
}

/** Close the browser and stop the daemons; what fails in it fails the run. */
export async function end() {
  try {
    await (await browser)?.close();
  } finally {
    await stopDaemons();
  }
}

/* ------------------------------------------------------------ watching */

/* What must not happen on any page, noted as it happens. */
function watch(page, origin) {
  const seen = [];

  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:'))
      seen.push(`a request left for ${url}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message, page)) seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`script: ${error.stack}`));
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return seen;
}

/* The browser reports it as an error when the page itself is a refusal, such as 404. */
function isRefusal(message, page) {
  return message.text().startsWith('Failed to load resource') && message.location().url === page.url();
}

function reportViolations() {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`the policy forbids ${event.blockedURI} by ${event.violatedDirective}`);
  });
}

/* What of an article has become a part of the page, though it is only text. */
function intruders() {
  const found = [...document.querySelectorAll('iframe, object, embed, base, img, style, meta[http-equiv]')];

  for (const e of document.querySelectorAll('script, link[rel=stylesheet]'))
    if (new URL(e.src || e.href || 'other:').origin !== location.origin) found.push(e);
  for (const e of document.querySelectorAll('*'))
    if ([...e.attributes].some((a) => a.name.startsWith('on') || /^\s*javascript:/i.test(a.value)))
      found.push(e);
  if (document.documentElement.dataset.ran) found.push(document.documentElement);
  return found.map((e) => e.outerHTML.slice(0, 200));
}

/* ------------------------------------------------------------ pages */

/* Windows that tests leave open for the next one with the same settings: opening takes longer than
 * most tests. Size and colours are set anew for each. */
const windows = new Map();

async function openWindow(daemon, options) {
  const context = await (await launch()).newContext({
    baseURL: daemon.url,
    forcedColors: options.forced ? 'active' : 'none',
    javaScriptEnabled: options.js ?? true,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });

  context.setDefaultTimeout(10_000);
  await context.addInitScript(reportViolations);
  const page = await context.newPage();
  return { context, page, seen: watch(page, daemon.url) };
}

async function takeWindow(options) {
  const daemon = options.daemon ?? (await readingDaemon());
  const key = [daemon.url, options.forced, options.js].join();
  const left = options.fresh ? null : windows.get(key);
  const window = left ?? (await openWindow(daemon, options));

  windows.delete(key);
  await window.page.setViewportSize(options.size ?? DESKTOP);
  await window.page.emulateMedia({ media: 'screen', colorScheme: options.scheme ?? 'light' });
  return { ...window, giveBack: () => windows.set(key, window) };
}

/**
 * Open a page as a person would who has this window and these settings, and hold it to what holds
 * for all pages: nothing foreign asked for, no error, nothing of an article run. Cookies and caches
 * are those of the tests with the same daemon and settings, but for a `fresh` one.
 *
 * @param options  { daemon, js, size, scheme, forced, fresh }
 * @param use      (page, go): go(path) opens an address of the daemon and returns the response
 */
export async function withPage(options, use) {
  const { context, page, seen, giveBack } = await takeWindow(options);

  try {
    await use(page, (path) => page.goto(path));
    seen.push(...(await page.evaluate(intruders)));
    assert.deepEqual(seen, []);
    giveBack();
  } catch (error) {
    await context.close();
    throw error;
  }
}

/* ------------------------------------------------------------ accessibility */

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds wrong by WCAG 2.2 AA. It is put in by the debugging protocol, which the policy of
 * the pages does not bind: no bypass is needed, and the page is judged as it is served.
 *
 * @param only  a single rule, where a page has been judged by all of them before
 */
export async function violations(page, only = null) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(
    async (runOnly) => {
      const { violations: all } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
      return all.flatMap((v) =>
        v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${(n.failureSummary ?? '').replace(/\s+/g, ' ')}`),
      );
    },
    only ? { type: 'rule', values: [only] } : { type: 'tag', values: RULES },
  );
}
