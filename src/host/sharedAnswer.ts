/** One answer for all who ask within a moment: several views ask the same after every change. */

export class SharedAnswer<T> {
  #latest: { answer: Promise<T>; until: number } | undefined;

  /**
   * @param ask for an answer of its own; one that fails is asked anew
   * @param keptMs from the answer on; while it is awaited it is shared in any case
   */
  constructor(
    private readonly ask: () => Promise<T>,
    private readonly keptMs: number,
  ) {}

  get(): Promise<T> {
    if (this.#latest && Date.now() < this.#latest.until) return this.#latest.answer;
    const asked = { answer: this.ask(), until: Number.POSITIVE_INFINITY };
    this.#latest = asked;
    asked.answer.then(
      () => {
        asked.until = Date.now() + this.keptMs;
      },
      () => {
        asked.until = 0;
      },
    );
    return asked.answer;
  }
}
