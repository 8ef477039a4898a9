/** What a training writes down as it goes: epochs and chosen steps in events.jsonl, curves for TensorBoard. A resumed run repeats nothing. */
import path from 'node:path';
import type { Config } from '../project/config';
import { appendEvent, type RunEvent } from '../project/runs';
import type { EpochMetrics } from '../protocol/compute';
import type { Task } from '../protocol/task';
import type { EpochRecord } from './state';
import { EventFile } from './tensorboard/eventFile';

/** Lines of steps in events.jsonl are read by whoever lists runs. */
const MAX_STEP_EVENTS = 2000;
/** A tag that every epoch has. */
const EPOCH_TAG = 'loss/holdout';

export interface JournalOptions {
  dir: string;
  options: Pick<Config['training'], 'epochs' | 'stepEvents'>;
  stepsPerEpoch: number;
  /** Steps of the run that are done. */
  step: number;
  history: readonly EpochRecord[];
  /** What the run's events.jsonl says so far; empty for a new run. */
  events: readonly RunEvent[];
  task: Task;
}

export class Journal {
  private board: EventFile | undefined;
  /** Steps up to this one stand in events.jsonl already. */
  private noted: number;
  /** 0: none */
  private readonly every: number;

  private constructor(private readonly o: JournalOptions) {
    const { stepEvents, epochs } = o.options;
    this.every = stepEvents && Math.max(stepEvents, Math.ceil((epochs * o.stepsPerEpoch) / MAX_STEP_EVENTS));
    this.noted = Math.max(0, ...o.events.map((event) => (event.type === 'step' ? event.step : 0)));
  }

  /** Opens it where the run stands; what a killed process took along of the epochs done is written again. */
  static async open(o: JournalOptions): Promise<Journal> {
    const journal = new Journal(o);
    await journal.onBoard(async () => {
      journal.board = await EventFile.open(path.join(o.dir, 'tensorboard'), o.step);
    });
    const shown = (journal.board?.earlier ?? []).filter(({ scalars }) => EPOCH_TAG in scalars).map(({ step }) => step);
    const noted = new Set(o.events.map((event) => event.type === 'epoch' && event.epoch));
    for (const record of o.history) {
      if (!noted.has(record.epoch)) await appendEvent(o.dir, { type: 'epoch', ...record });
      if (record.epoch * o.stepsPerEpoch > Math.max(0, ...shown)) await journal.show(record);
    }
    return journal;
  }

  /** One step, counted from the run's beginning. */
  async step(epoch: number, step: number, loss: number, learningRate: number): Promise<void> {
    await this.onBoard((board) => board?.write({ step, scalars: { 'loss/step': loss, learning_rate: learningRate } }));
    if (this.every === 0 || step % this.every !== 0 || step <= this.noted) return;
    await appendEvent(this.o.dir, { type: 'step', epoch, step, loss, learningRate });
  }

  async epoch(record: EpochRecord): Promise<void> {
    await appendEvent(this.o.dir, { type: 'epoch', ...record });
    await this.show(record);
  }

  /** Steps after this one give other numbers than those that were noted before. */
  forgetNoted(step: number): void {
    this.noted = Math.min(this.noted, step);
  }

  async close(): Promise<void> {
    await this.onBoard((board) => board?.close());
  }

  private show(record: EpochRecord): Promise<void> {
    return this.onBoard((board) => board?.write({ step: record.epoch * this.o.stepsPerEpoch, scalars: epochScalars(record) }));
  }

  /** Curves are no reason to stop a training: a board that cannot be written to is left where it is. */
  private async onBoard(write: (board: EventFile | undefined) => Promise<void> | undefined): Promise<void> {
    try {
      await write(this.board);
    } catch (error) {
      const board = this.board;
      this.board = undefined;
      this.o.task.log('warn', `TensorBoard's curves end here. ${error instanceof Error ? error.message : String(error)}`);
      await board?.close().catch(() => undefined);
    }
  }
}

/** An epoch's numbers by tag; a class without AUC has no curve. */
export function epochScalars(metrics: EpochMetrics): Record<string, number> {
  const scalars: Record<string, number> = { epoch: metrics.epoch, 'speed/patches_per_second': metrics.patchesPerSecond };
  if (metrics.waitShare !== undefined) scalars['speed/wait_share'] = metrics.waitShare;
  for (const part of ['train', 'holdout'] as const) {
    const { loss, accuracy, auc } = metrics[part];
    scalars[`loss/${part}`] = loss;
    scalars[`accuracy/${part}`] = accuracy;
    for (const [name, area] of Object.entries(auc)) if (area !== undefined) scalars[`auc_${part}/${name}`] = area;
  }
  return scalars;
}
