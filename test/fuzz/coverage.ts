/** Which parts of the source ran, told by the engine itself: an input that reaches a new part is worth changing further. */
import { Session } from 'node:inspector';

export class Coverage {
  private readonly session = new Session();
  private readonly seen = new Set<string>();
  isOpen = true;

  constructor() {
    this.session.connect();
    this.session.post('Profiler.enable');
    // Without counts the engine tells of each block once: a look costs little when nothing is new.
    this.session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  }

  /** Blocks of our own source that ran for the first time since the last look. */
  fresh(): number {
    let count = 0;
    this.session.post('Profiler.takePreciseCoverage', (error, result) => {
      if (error) throw error;
      for (const { url, functions } of result.result) {
        if (!url.includes('/src/')) continue;
        for (const { ranges } of functions)
          for (const range of ranges) {
            const key = `${url} ${range.startOffset} ${range.endOffset}`;
            if (range.count === 0 || this.seen.has(key)) continue;
            this.seen.add(key);
            count++;
          }
      }
    });
    return count;
  }

  get blocks(): number {
    return this.seen.size;
  }

  /** The source runs at its full speed again; what was seen stays. */
  close(): void {
    if (!this.isOpen) return;
    this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
    this.isOpen = false;
  }
}
