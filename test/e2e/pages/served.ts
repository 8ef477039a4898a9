/** A page that is served from a terminal, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const root = new URL('../../../', import.meta.url).pathname;

/** `deepminer survey serve` or `deepminer study serve`, as it is run. */
export class Served {
  said = '';
  readonly #child: ChildProcess;

  constructor(page: 'survey' | 'study', project: string, port: number, more: string[] = []) {
    const argv = ['dist/cli.cjs', page, 'serve', '--project', project, '--port', String(port), ...more];
    this.#child = spawn(process.execPath, argv, { cwd: root, stdio: 'pipe' });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.said += chunk.toString();
      });
  }

  /** The latest address that the terminal shows, after `since` characters. */
  async address(since = 0): Promise<string> {
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const found = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+(?=\n)/.exec(this.said.slice(since));
      if (found) return found[0];
    }
    throw new Error(`No address among: ${this.said}`);
  }

  async anotherAddress(): Promise<string> {
    const since = this.said.length;
    this.#child.stdin?.write('\n');
    return this.address(since);
  }

  /** Its exit code, or the signal. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return exitCode ?? signalCode!;
    const ended = once(this.#child, 'close') as Promise<[number | null, string | null]>;
    this.#child.kill(signal);
    const [code, by] = await ended;
    return code ?? by!;
  }
}

/** One that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
