/** One answer for all who ask within a moment: several views ask the same after every change. */

export class SharedAnswer<T> {
  #latest: { answer: Promise<T>; begun: number } | undefined;

  /**
   * @param ask for an answer of its own; one that fails is asked anew
   * @param sharedMs from when it was asked for: shorter than what lies between a change and the question, or the answer is of before the change
   */
  constructor(
    private readonly ask: () => Promise<T>,
    private readonly sharedMs: number,
  ) {}

  get(): Promise<T> {
    if (this.#latest && performance.now() - this.#latest.begun < this.sharedMs) return this.#latest.answer;
    const asked = { answer: this.ask(), begun: performance.now() };
    this.#latest = asked;
    asked.answer.catch(() => {
      if (this.#latest === asked) this.#latest = undefined;
    });
    return asked.answer;
  }
}
