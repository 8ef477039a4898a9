/** Seconds a thing was looked at (a unit of a survey, a case of a study): time between signs of life counts, up to 30 s each; what lies beyond is idle. */
export const IDLE_SECONDS = 30;

export class AttentionClock {
  private counted = 0;
  private last: number;
  private running = true;

  /** `now` in seconds of a clock that never jumps back, e.g. performance.now() / 1000. */
  constructor(now: number) {
    this.last = now;
  }

  /** The pointer moved, a key was pressed: the time since the last sign of life counts. */
  sign(now: number): void {
    if (this.running) this.counted += this.since(now);
    this.last = now;
    this.running = true;
  }

  /** The page is hidden: nothing counts until the next sign of life. */
  pause(now: number): void {
    if (this.running) this.counted += this.since(now);
    this.last = now;
    this.running = false;
  }

  seconds(now: number): number {
    return this.counted + (this.running ? this.since(now) : 0);
  }

  private since(now: number): number {
    return Math.min(Math.max(now - this.last, 0), IDLE_SECONDS);
  }
}
