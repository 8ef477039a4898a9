/** The extension host's end of the compute process: starts it at the first call, types its methods, cancels, and tells what to do when it dies. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { CellOutput, ComputeFailure, ComputeNotifications, MethodName, Params, Result } from '../protocol/compute';
import { type Problem, ProblemError } from '../protocol/problem';
import type { Progress } from '../protocol/task';
import { ComputeEndedError, ComputeError, WorkCancelledError } from './computeErrors';

/** Loaded with the first process: a window that only shows what is there starts without it. */
const jsonRpc = (): typeof import('vscode-jsonrpc/node') => require('vscode-jsonrpc/node');

export interface CallOptions {
  /** Aborting asks the process to stop, and ends it when it has not after the grace time. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** The methods of the protocol, each with options beside its parameters. */
export type ComputeMethodsClient = { readonly [M in MethodName]: (params: Params<M>, options?: CallOptions) => Promise<Result<M>> };

export interface ComputeClientOptions {
  /** Path of dist/compute.cjs. */
  module: string;
  /** Read at every start, so that changed settings hold after a restart. */
  environment?: () => NodeJS.ProcessEnv;
  onLog: (level: ComputeNotifications['log']['level'], message: string) => void;
  onCellOutput?: (session: string, cell: string, output: CellOutput) => void;
  /** Why no process may be started now; nothing where one may. */
  refusal?: () => Problem | undefined;
  /** Milliseconds from a cancel to the kill: a training step of a deep network may take seconds. */
  graceMs?: number;
  /** Milliseconds from a cancel to a SIGINT, which a notebook cell that never awaits survives; none by default. */
  interruptMs?: number;
}

const DEFAULT_GRACE_MS = 20_000;
const REQUEST_CANCELLED = -32800;
/** Lines of the process' own words kept for the message about its end: a crash prints its reason above a long stack. */
const LAST_WORDS = 60;

interface Pending {
  method: MethodName;
  reject: (error: Error) => void;
  onProgress?: (progress: Progress) => void;
  cancelled: boolean;
}

interface Running {
  child: ChildProcess;
  connection: MessageConnection;
  pending: Map<number, Pending>;
}

export class ComputeClient {
  /** `client.methods.train({ project }, { signal, onProgress })` */
  readonly methods: ComputeMethodsClient;
  #running: Running | undefined;
  #nextRequest = 1;
  #disposed = false;

  constructor(private readonly options: ComputeClientOptions) {
    // Symbols and `then` are asked for by the language itself, and are no methods of the protocol.
    this.methods = new Proxy({} as ComputeMethodsClient, {
      get: (_, name) =>
        typeof name === 'string' && name !== 'then'
          ? (params: never, callOptions?: CallOptions) => this.#call(name as MethodName, params, callOptions)
          : undefined,
    });
  }

  /** Process id while the process runs. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /** Ends an idle process, so that the next call starts one with the settings of then; work that runs is left alone. Who follows a run follows again. */
  refresh(): void {
    const pending = [...(this.#running?.pending.values() ?? [])];
    if (pending.every(({ method }) => method === 'followRun')) this.restart();
  }

  /** Ends the process at the user's wish; calls that wait are rejected as cancelled, the next call starts a new one. */
  restart(): void {
    const running = this.#running;
    if (!running) return;
    rejectPending(running, () => new WorkCancelledError());
    this.#running = undefined;
    running.child.kill('SIGKILL');
  }

  dispose(): void {
    this.#disposed = true;
    const running = this.#running;
    if (!running) return;
    rejectPending(running, () => new WorkCancelledError());
    running.connection.dispose();
    if (running.child.connected) running.child.disconnect();
    const kill = setTimeout(() => running.child.kill('SIGKILL'), 2000);
    running.child.once('exit', () => clearTimeout(kill));
  }

  async #call<M extends MethodName>(method: M, params: Params<M>, { signal, onProgress }: CallOptions = {}): Promise<Result<M>> {
    if (this.#disposed) throw new ComputeError('DeepMiner was closed in this window. Reload the window to use it again.', {});
    if (signal?.aborted) throw new WorkCancelledError();
    this.#running ??= this.#start();
    const running = this.#running;
    const requestId = this.#nextRequest++;
    const source = new (jsonRpc().CancellationTokenSource)();
    const pending: Pending = { method, reject: () => undefined, onProgress, cancelled: false };
    const ended = new Promise<never>((_, reject) => {
      pending.reject = reject;
    });
    running.pending.set(requestId, pending);
    const timers: NodeJS.Timeout[] = [];
    const cancel = (): void => {
      pending.cancelled = true;
      source.cancel();
      const { interruptMs, graceMs = DEFAULT_GRACE_MS } = this.options;
      if (interruptMs !== undefined) timers.push(setTimeout(() => running.child.kill('SIGINT'), interruptMs));
      timers.push(setTimeout(() => running.child.kill('SIGKILL'), graceMs));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const answer = running.connection.sendRequest<Result<M>>(method, { ...(params as object), requestId }, source.token);
      return await Promise.race([answer, ended]);
    } catch (error) {
      throw asComputeError(error, pending.cancelled);
    } finally {
      running.pending.delete(requestId);
      signal?.removeEventListener('abort', cancel);
      for (const timer of timers) clearTimeout(timer);
      source.dispose();
    }
  }

  #start(): Running {
    const refusal = this.options.refusal?.();
    if (refusal) throw new ProblemError(refusal);
    if (!existsSync(this.options.module))
      throw new ComputeError(
        `${this.options.module}: found no such file; expected the compute process. Install the extension again, or build it with "npm run build".`,
        {},
      );
    const environment: NodeJS.ProcessEnv = { ...process.env, ...this.options.environment?.(), ELECTRON_RUN_AS_NODE: '1' };
    delete environment.NODE_OPTIONS;
    const child = fork(this.options.module, [], { execArgv: [], env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const { createMessageConnection, IPCMessageReader, IPCMessageWriter } = jsonRpc();
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const running: Running = { child, connection, pending: new Map() };
    const lastWords: string[] = [];
    const hear = (level: 'info' | 'warn') => (data: Buffer) => {
      for (const line of data.toString().split(/\r?\n/).filter(Boolean)) {
        this.options.onLog(level, line);
        lastWords.push(line);
        if (lastWords.length > LAST_WORDS) lastWords.shift();
      }
    };
    child.stdout?.on('data', hear('info'));
    child.stderr?.on('data', hear('warn'));
    const end = (how: string): void => {
      if (this.#running === running) this.#running = undefined;
      rejectPending(running, ({ method, cancelled }) =>
        cancelled ? new WorkCancelledError() : new ComputeEndedError(method, how, lastWords),
      );
      connection.dispose();
    };
    child.once('error', (error) => end(error.message));
    // `close` comes after the last words were read, `exit` may come before.
    child.once('close', (code, by) => {
      this.options.onLog('info', `Compute process ${child.pid} ended (${by ?? `code ${code}`}).`);
      end(by ? `signal ${by}` : `exit code ${code}`);
    });
    connection.onNotification('progress', ({ request, progress }: ComputeNotifications['progress']) =>
      running.pending.get(request)?.onProgress?.(progress),
    );
    connection.onNotification('log', ({ level, message }: ComputeNotifications['log']) => this.options.onLog(level, message));
    connection.onNotification('cellOutput', ({ session, cell, output }: ComputeNotifications['cellOutput']) =>
      this.options.onCellOutput?.(session, cell, output),
    );
    // The channel closes an instant before the exit is known; the exit says why.
    connection.onError(([error]) => this.options.onLog('debug', `Channel to the compute process: ${error.message}`));
    connection.listen();
    this.options.onLog('info', `Compute process ${child.pid} started.`);
    return running;
  }
}

/** Settles every call that waits, before the connection would with words of its own. */
function rejectPending(running: Running, errorFor: (pending: Pending) => Error): void {
  for (const pending of running.pending.values()) pending.reject(errorFor(pending));
  running.pending.clear();
}

function asComputeError(error: unknown, cancelled: boolean): unknown {
  if (error instanceof jsonRpc().ResponseError) {
    if (error.code === REQUEST_CANCELLED || cancelled) return new WorkCancelledError();
    const failure = (error.data ?? {}) as ComputeFailure & { problem?: Problem };
    return new ComputeError(error.message, failure);
  }
  return error;
}
