/** Progress of a whole run in steps, those that select a learning rate and those of earlier calls included; time left by the pace of this call. */
import type { Progress, Task } from '../protocol/task';

export class TrainingProgress {
  private readonly began = performance.now();

  /**
   * @param done steps done before this call
   * @param total steps of the whole run
   */
  constructor(
    private readonly task: Task,
    private done: number,
    private readonly total: number,
    private before = done,
  ) {}

  /** One more step is done. The pace takes in everything since the beginning: measures and checkpoints too. */
  step(stage: 'select' | 'train', message: string, facts: Pick<Progress, 'epoch' | 'epochs' | 'loss'>): void {
    this.done++;
    const spent = (performance.now() - this.began) / 1000;
    const secondsLeft = spent > 0.5 ? (spent / (this.done - this.before)) * (this.total - this.done) : undefined;
    this.task.progress({ stage, done: this.done, total: this.total, secondsLeft, message, ...facts });
  }

  /** Steps that need not be done here: those of an earlier call, or of a learning rate that diverged. They tell nothing of the pace. */
  skip(steps: number): void {
    this.done += steps;
    this.before += steps;
  }
}
