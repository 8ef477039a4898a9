/**
 * Keeps states of a training: at every epoch's end, and inside epochs by the clock, so that no more than some minutes are ever lost. A state
 * inside an epoch is on trial until a step from it has had a finite loss; only then does the one before it go.
 */
import { rm } from 'node:fs/promises';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { newestState, removeInside, writeState } from './checkpoint';
import { Diverged } from './diverged';
import type { TrainingState } from './state';

export class StateKeeper {
  /** Absolute path of the last state that is whole, and that training can go on from. */
  lastGood: string | undefined;
  private onTrial: string | undefined;
  private keptAt = performance.now();

  /**
   * @param minutes between two states inside an epoch; 0: none there
   * @param resumed what the run was resumed from
   */
  constructor(
    private readonly dir: string,
    private readonly minutes: number,
    private readonly task: Task,
    resumed?: TrainingState & { file: string },
  ) {
    if (resumed?.partial) this.onTrial = resumed.file;
    else this.lastGood = resumed?.file;
  }

  get isDue(): boolean {
    return this.minutes > 0 && performance.now() - this.keptAt >= this.minutes * 60_000;
  }

  /** The state of an epoch's end. Throws Diverged, and ProblemError when it cannot be written: with the last good state named. */
  async keepEpoch(state: TrainingState): Promise<void> {
    try {
      this.lastGood = await this.keep(state);
      this.onTrial = undefined;
      await removeInside(this.dir);
    } catch (error) {
      const there = this.onTrial ?? this.lastGood;
      if (!(error instanceof ProblemError) || !there) throw error;
      const remedy = `${error.problem.remedy} The last good state is ${there}: "deepminer train --resume" goes on from it.`;
      throw new ProblemError({ ...error.problem, remedy });
    }
  }

  /** A state inside an epoch. Where it cannot be written, training goes on: the state before it is there. Throws Diverged. */
  async keepInside(state: TrainingState): Promise<void> {
    if (this.minutes === 0) return;
    try {
      const file = await this.keep(state);
      // The run itself has not begun while a candidate is tried.
      if (!state.candidate) this.onTrial = file;
    } catch (error) {
      if (error instanceof Diverged || !(error instanceof Error)) throw error;
      this.keptAt = performance.now();
      const there = this.onTrial ?? this.lastGood;
      const standing = there ? `The last good state is ${there}.` : 'There is no state of this run yet.';
      this.task.log('warn', `The state inside epoch ${state.epoch + 1} is not kept; training goes on. ${error.message} ${standing}`);
    }
  }

  /** A step was made from the state on trial, and its loss was finite. */
  async stepped(): Promise<void> {
    if (!this.onTrial) return;
    this.lastGood = this.onTrial;
    this.onTrial = undefined;
    await removeInside(this.dir, { kept: this.lastGood });
  }

  /** Training runs away: a state on trial is part of that, and goes. */
  async discardTrial(): Promise<void> {
    if (!this.onTrial) return;
    await rm(this.onTrial, { force: true });
    this.onTrial = undefined;
    this.lastGood = await newestState(this.dir);
  }

  private async keep(state: TrainingState): Promise<string> {
    const file = await writeState(this.dir, state);
    this.keptAt = performance.now();
    return file;
  }
}
