/** Contestants that take turns: each lives in a process of its own, and only one of them works at any time. */
import type { Log } from './benchmark';
import { disturbance, otherShare, ticks } from './otherLoad';
import { median } from './report';
import { type Ready, Worker } from './worker';

export interface Contestant {
  /** e.g. `ours`, `channels_last`. */
  label: string;
  command: string;
  args: readonly string[];
}

export interface Outcome {
  label: string;
  engine: string;
  /** Milliseconds of a step, by round. */
  rounds: number[];
  /** Median over the rounds. */
  milliseconds: number;
  /** Distance of the quartiles over the median: how much the machine disturbed. */
  spread: number;
  /** Peak of the process' resident memory in MB. */
  peakMegabytes: number;
  steps: number;
  /** What is to be said of other programs that ran during the rounds, or ''. */
  disturbed: string;
}

/** A turn shall be long against the switch from one process to the next. */
const TURN_MILLISECONDS = 400;
const CASE_MILLISECONDS = 60_000;

/**
 * For what does not fit into memory together: a process for every turn, which warms itself up, takes its steps and ends. Outcomes as of
 * takeTurns.
 */
export async function takeTurnsApart(contestants: readonly Contestant[], rounds = 3, log: Log): Promise<Map<string, Outcome>> {
  const running = new Map(contestants.map(({ label }) => [label, { engine: '', rounds: [] as number[], peakBytes: 0 }]));
  const before = await ticks();
  for (let round = 0; round < rounds; round++)
    for (const { label, command, args } of contestants) {
      const sofar = running.get(label);
      if (!sofar) continue;
      const worker = new Worker(command, args);
      try {
        const { engine } = await worker.answer<Ready>();
        const { milliseconds } = await worker.ask<Turn>({ steps: 1 });
        const { peakBytes } = await worker.ask<{ peakBytes: number }>({ peak: true });
        running.set(label, { engine, rounds: [...sofar.rounds, milliseconds], peakBytes: Math.max(sofar.peakBytes, peakBytes) });
      } catch (error) {
        running.delete(label);
        log(`  ${label} could not be measured: ${error instanceof Error ? error.message : error}`);
      } finally {
        await worker.close();
      }
    }
  const disturbed = disturbance(otherShare(before, await ticks()));
  return new Map(
    [...running].map(([label, { engine, rounds: times, peakBytes }]) => [
      label,
      outcomeOf({ label, engine, rounds: times, steps: 1, disturbed, peakMegabytes: peakBytes / 2 ** 20 }),
    ]),
  );
}

/**
 * Starts the contestants (each warms itself up), then lets each in turn run a round of the same number of steps. A contestant that fails
 * is named in the log and left out; the others go on. Their outcomes, by label.
 */
export async function takeTurns(contestants: readonly Contestant[], rounds: number | undefined, log: Log): Promise<Map<string, Outcome>> {
  const running: { label: string; engine: string; worker: Worker; milliseconds: number; rounds: number[] }[] = [];
  const leave = async (label: string, worker: Worker, error: unknown): Promise<void> => {
    log(`  ${label} could not be measured: ${error instanceof Error ? error.message : error}`);
    await worker.close();
  };
  for (const { label, command, args } of contestants) {
    const worker = new Worker(command, args);
    try {
      const { engine } = await worker.answer<Ready>();
      const { milliseconds } = await worker.ask<Turn>({ steps: 1 });
      running.push({ label, engine, worker, milliseconds, rounds: [] });
    } catch (error) {
      await leave(label, worker, error);
    }
  }
  const slowest = Math.max(1, ...running.map((r) => r.milliseconds));
  const steps = Math.ceil(TURN_MILLISECONDS / slowest);
  const all = running.reduce((sum, r) => sum + r.milliseconds * steps, 0);
  const planned = rounds ?? Math.min(30, Math.max(all > CASE_MILLISECONDS / 2 ? 3 : 5, Math.floor(CASE_MILLISECONDS / all)));
  const before = await ticks();
  for (let round = 0; round < planned; round++)
    for (const contestant of [...running])
      try {
        contestant.rounds.push((await contestant.worker.ask<Turn>({ steps })).milliseconds);
      } catch (error) {
        running.splice(running.indexOf(contestant), 1);
        await leave(contestant.label, contestant.worker, error);
      }
  const disturbed = disturbance(otherShare(before, await ticks()));
  if (disturbed) log(`  ${disturbed}; measure again on an idle machine.`);
  const outcomes = new Map<string, Outcome>();
  for (const { label, engine, worker, rounds: times } of running) {
    const { peakBytes } = await worker.ask<{ peakBytes: number }>({ peak: true });
    await worker.close();
    outcomes.set(label, outcomeOf({ label, engine, rounds: times, steps, disturbed, peakMegabytes: peakBytes / 2 ** 20 }));
  }
  return outcomes;
}

function outcomeOf(measured: Omit<Outcome, 'milliseconds' | 'spread'>): Outcome {
  const sorted = [...measured.rounds].sort((a, b) => a - b);
  const milliseconds = median(sorted);
  const quartile = (q: number): number => sorted[Math.round(q * (sorted.length - 1))];
  return { ...measured, milliseconds, spread: (quartile(0.75) - quartile(0.25)) / milliseconds };
}

/** Milliseconds of one step in the round. */
interface Turn {
  milliseconds: number;
}
