/* All tests of the pages, in one process: they share browser and daemon. */
import { after } from 'node:test';
import { end } from './browser.mjs';
import './test_views.mjs';
import './test_search.mjs';
import './test_timeline.mjs';
import './test_article.mjs';
import './test_state.mjs';
import './test_keyboard.mjs';
import './test_layout.mjs';
import './test_axe.mjs';
import './test_weight.mjs';
import './test_writing.mjs';
import './test_review.mjs';

after(end);
