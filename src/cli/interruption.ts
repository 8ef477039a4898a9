/** What Ctrl-C does to a command, and what is said of it; a command that is only watched says other words. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Said at the first Ctrl-C. */
  asked: string;
  /** Said at the end. */
  done: string;
}

export function interruption(signal: AbortSignal): Interruption {
  return {
    signal,
    asked: 'Cancelling after the running step; press Ctrl-C again to stop at once.',
    done: 'Cancelled. Everything finished so far is kept.',
  };
}
