/** How long work reports itself and is stopped; every long function of every room takes a Task. */
export interface Progress {
  /** What is being done, for people: `train`, `mine`, … */
  stage: string;
  /** Steps done of total, in the stage's own unit. */
  done: number;
  total: number;
  /** Seconds left, estimated from the pace so far; absent while unknown. */
  secondsLeft?: number;
  /** One line about the latest step, e.g. `epoch 2 of 5, loss 0.412`. */
  message?: string;
  /** Of training: the epoch from 1, of how many, and the loss of the latest step. */
  epoch?: number;
  epochs?: number;
  loss?: number;
  /** Nothing is done yet: the work waits for other work on the device to end, which this names. */
  waitingFor?: string;
}

export interface Task {
  /** Aborted when the user cancels: the work stops within one step and throws the signal's reason. */
  readonly signal: AbortSignal;
  progress(p: Progress): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
}

/** A task that reports to nobody and is never cancelled: for tests and short calls. */
export function quietTask(): Task {
  return { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
}

/** Adds secondsLeft to progress from the pace since it was made; one per stage. */
export function paced(
  stage: string,
  total: number,
  task: Task,
  now: () => number = () => Date.now(),
): (done: number, message?: string, facts?: Pick<Progress, 'epoch' | 'epochs' | 'loss'>) => void {
  const start = now();
  return (done, message, facts) => {
    const spent = (now() - start) / 1000;
    const secondsLeft = done > 0 && spent > 0.5 ? (spent / done) * (total - done) : undefined;
    task.progress({ stage, done, total, secondsLeft, message, ...facts });
  };
}
