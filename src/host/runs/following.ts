/** The runs that go on, as this window knows them: each is followed once, by whatever compute process there is, until it ends. */
import type { RunSummary } from '../../protocol/compute';
import type { Progress } from '../../protocol/task';
import type { ComputeMethodsClient } from '../computeClient';
import { ComputeEndedError, WorkCancelledError } from '../computeErrors';

export interface FollowedRun {
  readonly project: string;
  readonly run: string;
  readonly progress: Progress | undefined;
  /** Whether it was asked to stop from this window. */
  readonly stopping: boolean;
  readonly ended: Promise<RunSummary>;
}

export interface FollowingOptions {
  compute: Pick<ComputeMethodsClient, 'followRun' | 'cancelRun'>;
  /** A run begins to be followed, moves on, is asked to stop. */
  onChange?: (run: FollowedRun) => void;
  /** Once for each run. */
  onEnd?: (run: FollowedRun, summary: RunSummary) => void;
  /** The run can no longer be followed: its folder is gone, say. It may go on all the same. */
  onLost?: (run: FollowedRun, error: unknown) => void;
  /** Milliseconds from the end of a compute process to the next try. */
  againMs?: number;
}

/** Compute processes that may end one after the other without a word of the run. */
const TRIES = 10;

type Followed = { -readonly [K in keyof FollowedRun]: FollowedRun[K] };

export class Following {
  readonly #runs = new Map<string, Followed>();
  readonly #closed = new AbortController();

  constructor(private readonly options: FollowingOptions) {}

  /** The runs followed now. */
  get runs(): readonly FollowedRun[] {
    return [...this.#runs.values()];
  }

  find(project: string, run: string): FollowedRun | undefined {
    return this.#runs.get(key(project, run));
  }

  /** Follows a run; the one that is followed already is given back. `logFrom`: byte of its log from which lines are passed on. */
  follow(project: string, run: string, logFrom?: number): FollowedRun {
    const known = this.#runs.get(key(project, run));
    if (known) return known;
    const followed: Followed = { project, run, progress: undefined, stopping: false, ended: new Promise(() => undefined) };
    this.#runs.set(key(project, run), followed);
    followed.ended = this.#untilEnd(followed, logFrom);
    // Who waits for the end hears of a loss; that nobody waits is no error.
    followed.ended.catch(() => undefined);
    this.options.onChange?.(followed);
    return followed;
  }

  /** Asks a run to stop, and ends its process when it does not. */
  async cancel(project: string, run: string): Promise<RunSummary> {
    const followed = this.#runs.get(key(project, run));
    const mark = (stopping: boolean): void => {
      if (!followed || this.#runs.get(key(project, run)) !== followed) return;
      followed.stopping = stopping;
      this.options.onChange?.(followed);
    };
    mark(true);
    try {
      return await this.options.compute.cancelRun({ project, run });
    } catch (error) {
      mark(false);
      throw error;
    }
  }

  /** Stops following; the runs go on. */
  dispose(): void {
    this.#closed.abort();
    this.#runs.clear();
  }

  async #untilEnd(followed: Followed, logFrom: number | undefined): Promise<RunSummary> {
    const { project, run } = followed;
    try {
      const summary = await this.#followAgain(followed, logFrom);
      this.#runs.delete(key(project, run));
      this.options.onEnd?.(followed, summary);
      return summary;
    } catch (error) {
      this.#runs.delete(key(project, run));
      if (!this.#closed.signal.aborted) this.options.onLost?.(followed, error);
      throw error;
    }
  }

  /** The compute process may be ended under the following, for other work's sake: the run knows nothing of that. */
  async #followAgain(followed: Followed, logFrom: number | undefined): Promise<RunSummary> {
    const { project, run } = followed;
    const { signal } = this.#closed;
    let triesLeft = TRIES;
    for (let from = logFrom; ; from = undefined) {
      try {
        return await this.options.compute.followRun(
          { project, run, logFrom: from },
          {
            signal,
            onProgress: (progress) => {
              triesLeft = TRIES;
              followed.progress = progress;
              this.options.onChange?.(followed);
            },
          },
        );
      } catch (error) {
        const again = error instanceof ComputeEndedError || error instanceof WorkCancelledError;
        if (signal.aborted || !again || --triesLeft === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, this.options.againMs ?? 1000));
        if (signal.aborted) throw error;
      }
    }
  }
}

const key = (project: string, run: string): string => `${project}\n${run}`;
