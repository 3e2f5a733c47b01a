/* A daemon that may be written to, and signing in there. */
import { startDaemon } from './daemon.mjs';

export const TOKEN = 'kX3v9qLr7TzWm2NdpQ5c';

let daemon;

/* The same for all tests that write: what one has labelled stays so for those after it. */
export function writingDaemon() {
  daemon ??= startDaemon({ awkward: false, tokens: `${TOKEN} Ann Example\n` });
  return daemon;
}

export async function signIn(page, token) {
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
