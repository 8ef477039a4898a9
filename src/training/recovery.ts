/**
 * An engine that goes on in smaller parts when memory does not suffice for a batch: from the state before the step, which a failed step
 * leaves as it was, and half as many samples at a time until it fits.
 */
import { DEVICE_LOST, isDeviceLost, isOutOfMemory } from '../network/failure';
import type { Classifier } from '../network/graph';
import { ProblemError } from '../protocol/problem';
import { type EngineOptions, openEngine, type State, type StepEngine } from './engine';
import type { TrainingGraph } from './graph';
import { openPartsEngine } from './partsEngine';
import type { SgdOptions } from './sgd';

export interface RecoveringOptions extends SgdOptions, EngineOptions {
  batch: number;
  /** Samples at a time, from the beginning; default: the whole batch. */
  microBatch?: number;
}

export interface RecoveringEngine extends StepEngine {
  /** Samples at a time now: the batch, or a part of it. */
  readonly microBatch: number;
}

/** Opens it; throws ProblemError when the network cannot be trained, the device is not there, or has no room for a single sample. */
export async function openRecoveringEngine(
  classifier: Classifier,
  training: TrainingGraph,
  { batch, microBatch = batch, log = () => undefined, momentum, weightDecay, ...options }: RecoveringOptions,
): Promise<RecoveringEngine> {
  let part = Math.min(batch, microBatch);
  /** What was loaded, until a step has gone well: a device that fails at its first step may not give it back. */
  let loaded: State | undefined;
  const openAt = (): Promise<StepEngine> =>
    part === batch ? openEngine(training, { ...options, log }) : openPartsEngine(classifier, { part, momentum, weightDecay }, options);

  /** Halves the part and opens an engine for it; what does not fit even then is halved on. */
  const openSmaller = async (cause: unknown, state: State | undefined): Promise<StepEngine> => {
    let reason = cause;
    while (isOutOfMemory(reason)) {
      if (part === 1) throw noRoom(reason as ProblemError);
      part = Math.ceil(part / 2);
      log('warn', smaller(reason as ProblemError, part, batch, classifier));
      try {
        const opened = await openAt();
        if (state) await opened.load(state);
        return opened;
      } catch (error) {
        reason = error;
      }
    }
    throw reason;
  };

  let engine: StepEngine;
  try {
    engine = await openAt();
  } catch (error) {
    engine = await openSmaller(error, undefined);
  }
  if (part < batch && part === microBatch) log('info', inParts(part, batch, classifier));
  return {
    get device() {
      return engine.device;
    },
    get block() {
      return engine.block;
    },
    get microBatch() {
      return part;
    },
    async load(state) {
      await engine.load(state);
      loaded = state;
    },
    read: (names) => engine.read(names),
    async run(feeds) {
      for (;;) {
        try {
          const result = await engine.run(feeds);
          loaded = undefined;
          return result;
        } catch (error) {
          if (!isOutOfMemory(error)) throw error;
          const state = loaded ?? (await stateOf(engine, error));
          // The room it takes is needed; what it cannot free is of no more use.
          await engine.release().catch((e: unknown) => log('debug', `The engine was not released: ${String(e)}`));
          engine = await openSmaller(error, state);
          loaded = state;
        }
      }
    },
    release: () => engine.release(),
  };
}

/** The state that a failed step left; a device that cannot give it back is lost. */
async function stateOf(engine: StepEngine, cause: unknown): Promise<State> {
  try {
    return await engine.read();
  } catch (error) {
    if (isDeviceLost(error)) throw error;
    const why = cause instanceof ProblemError ? cause.problem.found : String(cause);
    throw new ProblemError({
      code: DEVICE_LOST,
      found: `${why}, after which the device ${engine.device} does not give back the weights (${error instanceof Error ? error.message : String(error)})`,
      expected: 'a device that can still be read',
      remedy: 'Go on from the last state with a smaller training.microBatch.',
    });
  }
}

function smaller({ problem }: ProblemError, part: number, batch: number, classifier: Classifier): string {
  return `Found ${problem.found}. Training goes on, ${inParts(part, batch, classifier)}`;
}

function inParts(part: number, batch: number, { graph }: Classifier): string {
  const normed = graph.nodes.some(({ op }) => op === 'BatchNormalization');
  const note = normed ? ' Statistics of batch norm are those of each part.' : '';
  return `${part} of a batch's ${batch} samples at a time.${note}`;
}

function noRoom({ problem }: ProblemError): ProblemError {
  return new ProblemError({
    ...problem,
    found: `${problem.found}, for a single sample of a batch`,
    expected: 'room for the values of one sample',
    remedy: 'End other programs that use the memory, use another device (--device cpu), a smaller network or smaller patches.',
  });
}
