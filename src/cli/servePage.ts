/** A page served from a terminal: it invites, says who came in, and ends with what is being saved on the disk. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from 'commander';
import type { PageServer } from '../serve/pageServer';
import type { Interruption } from './interruption';
import { whole } from './options';

/** The same at every start: a browser keeps what it was given by address and port. */
export const PORT = 4747;

/** What the page opens, and what its end is called: `the survey`, `The survey has ended.` */
interface Served {
  what: string;
  /** Before the address is shown. */
  greeting: string;
  /** When it has ended. */
  farewell: string;
}

/** Serves until it is interrupted. `open` is given what is to be said when somebody comes in. */
export async function servePage(
  { what, greeting, farewell }: Served,
  interruption: Interruption,
  open: (entered: () => void) => Promise<PageServer>,
): Promise<void> {
  interruption.asked = 'Ending when the answers under way are saved; press Ctrl-C again to stop at once.';
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const server = await open(() => say('Opened in a browser. Press Enter for an address for another one.'));
  const invite = () =>
    say(`\n  ${server.address()}\n\nIt opens ${what} once, in one browser on this machine. Press Enter for another, Ctrl-C to end.`);
  say(`${greeting} Open this address:`);
  invite();
  process.stdin.on('data', invite);
  await aborted(interruption.signal);
  process.stdin.off('data', invite).pause();
  await server.close();
  say(farewell);
}

/** Folder of the pages: bundled beside this module's bundle, or built from beside the source. */
export function pagesFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith('.ts') ? path.resolve(here, '../../dist/webview') : path.join(here, 'webview');
}

export function port(text: string): number {
  const number = whole(text);
  if (number < 0 || number > 65_535) throw new InvalidArgumentError('expected a port, 0 to 65535.');
  return number;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
