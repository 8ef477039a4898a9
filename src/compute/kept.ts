/** One thing that is costly to open (a network with its session), kept open for a while after its last use, and used by one call at a time. */

/** How long an unused thing stays open: a notebook's next cell finds it, an idle process gives the memory back. */
const IDLE_MS = 60_000;

export class Kept<T> {
  #held: { key: string; value: T } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly close: (value: T) => Promise<void>,
    private readonly idleMs = IDLE_MS,
  ) {}

  /**
   * Runs `work` on what `open` gives, or gave at the last call with the same key; another key closes that first, and so does a call that fails. Calls wait for each other in
   * their order, so that what is asked for ten times at once is in memory once; one that is cancelled while it waits rejects at once.
   */
  async use<R>(key: string, open: () => Promise<T>, signal: AbortSignal, work: (value: T) => Promise<R>): Promise<R> {
    const turn = this.#last.then(async () => {
      signal.throwIfAborted();
      clearTimeout(this.#timer);
      try {
        return await work(await this.#opened(key, open));
      } catch (error) {
        // What failed may be broken, a session on a lost device for one: the next call begins anew.
        if (!signal.aborted) await this.#release();
        throw error;
      } finally {
        this.#timer = setTimeout(() => this.#later(), this.idleMs).unref();
      }
    });
    this.#last = turn.catch(() => undefined);
    return await Promise.race([turn, aborted(signal, turn)]);
  }

  async #opened(key: string, open: () => Promise<T>): Promise<T> {
    if (this.#held?.key === key) return this.#held.value;
    await this.#release();
    const value = await open();
    this.#held = { key, value };
    return value;
  }

  #later(): void {
    this.#last = this.#last.then(() => this.#release());
  }

  async #release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held) await this.close(held.value);
  }
}

/** Rejects when the signal aborts before the turn has ended; the listener goes with the turn. */
function aborted(signal: AbortSignal, turn: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const leave = () => signal.removeEventListener('abort', abort);
    turn.then(leave, leave);
  });
}
