/** Work that changes ask for: one at a time, and once more where changes came while it was done. */

export class OneAtATime {
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #again = false;
  #closed = false;

  /**
   * @param work tells of its own failures: it never rejects
   * @param settleMs from a change to the work: changes come several at a time. It is not put off by what comes meanwhile, which may never end.
   */
  constructor(
    private readonly work: () => Promise<unknown>,
    private readonly settleMs = 0,
  ) {}

  /** Something changed: it is worked on soon. */
  ask(): void {
    if (this.#closed) return;
    if (this.#busy) this.#again = true;
    else this.#timer ??= setTimeout(() => void this.#go(), this.settleMs);
  }

  /** Begins no more work; what goes on is not stopped. */
  dispose(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #go(): Promise<void> {
    this.#timer = undefined;
    this.#busy = true;
    try {
      await this.work();
    } finally {
      this.#busy = false;
      if (this.#again) {
        this.#again = false;
        this.ask();
      }
    }
  }
}
