/** TypeScript's server with our plugin, spoken to as VS Code does. */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { notebookTypes } from '../../../scripts/notebookTypes.mjs';

const NAME = 'deepminer-typescript-plugin';

interface Message {
  type: string;
  request_seq?: number;
  success?: boolean;
  message?: string;
  body?: unknown;
}

export class TypescriptServer {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #seq = 0;
  #text = '';

  private constructor(folder: string) {
    this.#folder = folder;
    const tsserver = path.resolve('node_modules/typescript/lib/tsserver.js');
    const plugins = [
      '--globalPlugins',
      NAME,
      '--pluginProbeLocations',
      folder,
      '--disableAutomaticTypingAcquisition',
      '--useInferredProjectPerProjectRoot',
    ];
    this.#child = spawn(process.execPath, [tsserver, ...plugins], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout!.on('data', (data: Buffer) => {
      this.#text += data;
      const lines = this.#text.split('\n');
      this.#text = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('{')) this.#hear(JSON.parse(line) as Message);
    });
  }

  /** A server whose plugin is made from the sources as the build makes it. */
  static async start(): Promise<TypescriptServer> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-tsserver-'));
    const plugin = path.join(folder, 'node_modules', NAME);
    const footer = { js: 'module.exports = module.exports.default;' };
    await build({
      entryPoints: ['src/typescript/plugin.ts'],
      outfile: path.join(plugin, 'index.js'),
      bundle: true,
      platform: 'node',
      footer,
    });
    fs.writeFileSync(path.join(plugin, 'package.json'), JSON.stringify({ name: NAME, main: 'index.js' }));
    fs.writeFileSync(path.join(plugin, 'deepminer.d.ts'), notebookTypes());
    return new TypescriptServer(folder);
  }

  /** Asks; rejects when the server says no. */
  ask<T>(command: string, args: unknown): Promise<T> {
    const seq = this.tell(command, args);
    return new Promise((resolve, reject) =>
      this.#waiting.set(seq, ({ success, message, body }) => (success ? resolve(body as T) : reject(new Error(`${command}: ${message}`)))),
    );
  }

  tell(command: string, args: unknown): number {
    this.#seq += 1;
    this.#child.stdin!.write(`${JSON.stringify({ seq: this.#seq, type: 'request', command, arguments: args })}\n`);
    return this.#seq;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await gone;
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #hear(message: Message): void {
    if (message.type !== 'response' || message.request_seq === undefined) return;
    const waiting = this.#waiting.get(message.request_seq);
    if (waiting) waiting(message);
    else if (!message.success) throw new Error(message.message);
    this.#waiting.delete(message.request_seq);
  }
}
