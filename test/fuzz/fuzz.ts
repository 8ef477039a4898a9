/** Feeds a reader damaged files, those that reach new code over and over, and notes what it must never do. */
import { ProblemError } from '../../src/protocol/problem';
import { hashSeed, seededRandom } from '../../src/statistics/random';
import { watchAllocations } from './allocations';
import { Coverage } from './coverage';
import { damaged } from './mutate';

export interface Target {
  name: string;
  /** Whole files of the true form. */
  seeds(): Promise<readonly Uint8Array[]>;
  /** Reads a file. A ProblemError is an answer; whatever else is thrown is a fault, and so is what `run` itself finds wrong with a result. */
  run(bytes: Uint8Array): unknown;
  /** Bytes of the largest block of memory that a file of this length may cost. */
  mostBytes(length: number): number;
}

export interface Fault {
  kind: 'thrown' | 'slow' | 'memory';
  words: string;
  input: Uint8Array;
}

export interface FuzzResult {
  target: string;
  inputs: number;
  /** Files that were read to a result; all others were refused by a ProblemError. */
  accepted: number;
  /** Blocks of source that were reached. */
  blocks: number;
  /** Files that are changed further: the seeds, and each that reached something new. */
  kept: number;
  slowestMs: number;
  largestBytes: number;
  seconds: number;
  faults: Fault[];
}

export interface FuzzOptions {
  inputs: number;
  seed: number;
  /** Told of each input before it is read: who watches from outside knows where it hung. */
  before?(input: Uint8Array, count: number): void;
}

/** A file of some thousand bytes is read in a millisecond; this is no noise of a busy machine. */
export const SLOW_MS = 2000;
/** Between two looks at the coverage. */
const BATCH = 64;
const MOST_FAULTS = 20;
const MOST_KEPT = 4000;
/** What counts its steps runs several times slower: the first damaged files find what is worth changing further, the others go at full speed. */
const GUIDED = 20_000;

/** Equal seeds give equal runs, but for the times. */
export async function fuzz(target: Target, { inputs, seed, before }: FuzzOptions): Promise<FuzzResult> {
  const random = seededRandom(hashSeed(`${seed} ${target.name}`));
  const corpus = [...(await target.seeds())];
  const coverage = new Coverage();
  const memory = watchAllocations();
  const result: FuzzResult = {
    target: target.name,
    inputs: 0,
    accepted: 0,
    blocks: 0,
    kept: corpus.length,
    slowestMs: 0,
    largestBytes: 0,
    seconds: 0,
    faults: [],
  };
  const began = performance.now();
  const feed = async (input: Uint8Array) => {
    before?.(input, result.inputs);
    memory.reset();
    const start = performance.now();
    try {
      await target.run(input);
      result.accepted++;
    } catch (error) {
      if (!(error instanceof ProblemError)) note('thrown', describe(error), input);
    }
    const took = performance.now() - start;
    const largest = memory.largest();
    result.inputs++;
    result.slowestMs = Math.max(result.slowestMs, took);
    result.largestBytes = Math.max(result.largestBytes, largest);
    if (took > SLOW_MS) note('slow', `${Math.round(took)} ms`, input);
    const most = target.mostBytes(input.length);
    if (largest > most) note('memory', `${largest} bytes at once for a file of ${input.length}; at most ${most}`, input);
  };
  const note = (kind: Fault['kind'], words: string, input: Uint8Array) => {
    // One input for each fault: what differs in numbers alone is the same.
    const key = words.replace(/\d+/g, '0');
    if (result.faults.length < MOST_FAULTS && !result.faults.some((f) => f.kind === kind && f.words.replace(/\d+/g, '0') === key))
      result.faults.push({ kind, words, input });
  };
  try {
    for (const whole of corpus) await feed(whole);
    coverage.fresh();
    while (result.inputs < inputs) {
      const batch = Array.from({ length: Math.min(BATCH, inputs - result.inputs) }, () => {
        const pick = () => corpus[Math.floor(random() * corpus.length)];
        return damaged(pick(), random, pick());
      });
      const [first, second] = [batch.slice(0, BATCH / 2), batch.slice(BATCH / 2)];
      for (const half of [first, second]) {
        for (const input of half) await feed(input);
        // Which one of a half it was is not worth another run: all are kept, and the barren ones are picked no more often than others.
        if (coverage.isOpen && coverage.fresh() > 0 && corpus.length + half.length <= MOST_KEPT)
          corpus.push(...half.filter((input) => input.length > 0));
      }
      if (result.inputs >= GUIDED) coverage.close();
    }
  } finally {
    memory.restore();
    coverage.close();
  }
  return { ...result, blocks: coverage.blocks, kept: corpus.length, seconds: (performance.now() - began) / 1000 };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const at = error.stack?.split('\n').find((line) => line.includes('/src/') || line.includes('/fuzz/'));
  return `${error.name}: ${error.message}${at ? ` ${at.trim()}` : ''}`;
}
