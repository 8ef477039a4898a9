/** Keeps states of a training: at every epoch's end, and inside epochs by the clock, so that no more than some minutes are ever lost. */
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { writeState } from './checkpoint';
import type { TrainingState } from './state';

export class StateKeeper {
  private keptAt = performance.now();

  /**
   * @param minutes between two states inside an epoch; 0: none there
   * @param lastGood absolute path of the last state that is whole and finite
   */
  constructor(
    private readonly dir: string,
    private readonly minutes: number,
    private readonly task: Task,
    public lastGood?: string,
  ) {}

  get isDue(): boolean {
    return this.minutes > 0 && performance.now() - this.keptAt >= this.minutes * 60_000;
  }

  /** The state of an epoch's end. Throws Diverged, and ProblemError when it cannot be written: with the last good state named. */
  async keepEpoch(state: TrainingState): Promise<void> {
    try {
      await this.keep(state);
    } catch (error) {
      if (!(error instanceof ProblemError) || !this.lastGood) throw error;
      const remedy = `${error.problem.remedy} The last good state is ${this.lastGood}: "deepminer train --resume" goes on from it.`;
      throw new ProblemError({ ...error.problem, remedy });
    }
  }

  /** A state inside an epoch. Where it cannot be written, training goes on: the state before it is there. Throws Diverged. */
  async keepInside(state: TrainingState): Promise<void> {
    if (this.minutes === 0) return;
    try {
      await this.keep(state);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.keptAt = performance.now();
      this.task.log('warn', `The state inside epoch ${state.epoch + 1} is not kept. ${error.message} ${this.standing}`);
    }
  }

  private get standing(): string {
    return this.lastGood ? `The last good state is ${this.lastGood}.` : 'There is no state of this run yet.';
  }

  private async keep(state: TrainingState): Promise<void> {
    const file = await writeState(this.dir, state);
    // The run itself has not begun while a candidate is tried.
    if (!state.candidate) this.lastGood = file;
    this.keptAt = performance.now();
  }
}
