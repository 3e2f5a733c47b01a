/* The few tests that a daemon with sanitizers goes through, as it is slow: each kind of page once. */
import { after } from 'node:test';
import { end } from './browser.mjs';
import './test_views.mjs';
import './test_state.mjs';
import './test_writing.mjs';

after(end);
