/* An index of its own and a daemon over it, as tests/http/daemon.bash has them. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { articles } from './articles.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const demo = join(root, 'models/iran/demo');
const program = process.env.PARALLAX ?? join(root, 'parallax');

/* The aliases and settings of whoever runs the tests play no part. */
const env = {
  ...process.env,
  PARALLAX_MODEL: join(root, 'models/iran/without-demo.model'),
  XDG_CONFIG_HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
};

const running = new Set();

/* What the daemon logs: the address it listens on, once it is there, and the end of it all. */
function readLog(child) {
  const log = { end: '' };

  log.address = new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`no daemon after 20 s:\n${log.end}`)), 20_000);
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => {
      log.end = (log.end + text).slice(-10_000);
      const address = log.end.match(/listening on (http:\/\/[\w.:]+)/);
      if (address) {
        clearTimeout(timer);
        done(address[1]);
      }
    });
    child.on('exit', (code) => fail(new Error(`the daemon ended with ${code}:\n${log.end}`)));
  });
  return log;
}

/**
 * Index the bundled articles (with `awkward`, those of articles.mjs, too) and serve them.
 *
 * @param tokens  lines of the token file; none: the daemon only reads
 * @return { url, stop }; stop() fails if the daemon did not end as it should
 */
export async function startDaemon({ awkward = true, tokens = null } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parallax-browser-'));
  const index = join(folder, 'index');
  const paths = [demo];
  const options = ['--listen', '127.0.0.1:0'];

  if (awkward) {
    paths.push(join(folder, 'articles.jsonl'));
    writeFileSync(paths[1], articles.map((a) => JSON.stringify(a)).join('\n'));
  }
  if (tokens) {
    options.push('--token-file', join(folder, 'tokens'));
    writeFileSync(join(folder, 'tokens'), tokens, { mode: 0o600 });
  }
  execFileSync(program, ['--index', index, 'index', '--facet', 'desk', ...paths], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const child = spawn(program, ['--index', index, 'serve', ...options], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = readLog(child);
  const ended = new Promise((done) => child.on('exit', done));
  const daemon = {
    async stop() {
      running.delete(daemon);
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const code = await ended;
      clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the daemon ended with ${code}:\n${log.end}`);
    },
  };
  running.add(daemon);
  daemon.url = await log.address;
  return daemon;
}

/* The daemon that only reads is the same for all tests. */
let reader;

export function readingDaemon() {
  reader ??= startDaemon();
  return reader;
}

export async function stopDaemons() {
  await Promise.all([...running].map((daemon) => daemon.stop()));
}
