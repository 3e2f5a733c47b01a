/* The few tests that a daemon with sanitizers goes through, as it is slow: each kind of page once. */
import { after } from 'node:test';
import { closeBrowser } from './browser.mjs';
import { stopDaemons } from './daemon.mjs';
import './test_views.mjs';
import './test_state.mjs';
import './test_writing.mjs';

after(async () => {
  await closeBrowser();
  await stopDaemons();
});
