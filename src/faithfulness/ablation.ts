/** What a unit's silence does to the decisions on patches: change of AUC, of logits and of the decided classes. */
import { caseOfView } from '../dataset/viewId';
import { AMBIGUOUS } from '../patches/patch';
import type { Ablation, AblationEffect, RandomEffect, Range } from '../protocol/faithfulness';
import { ProblemError } from '../protocol/problem';
import { Comparison } from './comparison';
import { type SilenceRequest, silenceUnits } from './silence';
import type { UnitSets } from './unitSets';

export interface AblationRequest extends Omit<SilenceRequest, 'patches' | 'sets'> {
  sets: UnitSets;
  seed: number;
  resamples: number;
}

/**
 * Silences every set and compares with the whole network on the same labelled patches: AUC one against the rest from softmax
 * probabilities, as the evaluation has it; logits before softmax. Throws ProblemError when no patch has a label, or as silenceUnits does.
 * Stops within one batch, or one set's statistics, on abort.
 */
export async function ablate(request: AblationRequest): Promise<Ablation> {
  const { store, sets, classifier, task } = request;
  const patches = [...store.patches.keys()].filter((i) => store.patches[i].label !== AMBIGUOUS);
  if (patches.length === 0) throw noPatch();
  const single = [...sets.alone, sets.annotated, sets.otherMined];
  const { intact, silenced } = await silenceUnits({ ...request, patches, sets: [...single, ...sets.random] });
  const labels = patches.map((i) => store.patches[i].label);
  const cases = patches.map((i) => caseOfView(store.patches[i].viewId));
  const comparison = new Comparison({ labels, cases }, classifier.classes, intact, request);

  const effects: AblationEffect[] = [];
  for (const [s, set] of single.entries()) {
    task.signal.throwIfAborted();
    effects.push(comparison.effect(set, silenced[s]));
    task.progress({ stage: 'faithfulness: intervals', done: s + 1, total: single.length });
    // Lets cancellation in: resampling never waits for anything.
    await new Promise(setImmediate);
  }
  const [annotated, otherMined] = effects.slice(sets.alone.length);
  const named = new Set(sets.annotated);
  const none = sets.annotated.length === 0;
  return {
    patches: patches.length,
    cases: comparison.cases,
    intact: comparison.intactAucs(),
    units: sets.alone.map(([unit], i) => ({ ...effects[i], annotated: named.has(unit) })),
    annotated: none ? { missing: 'No unit of this network has been annotated.' } : annotated,
    otherMined:
      sets.otherMined.length > 0
        ? otherMined
        : { missing: none ? 'There are no annotated units to compare with.' : 'Every mined unit is annotated.' },
    random:
      sets.random.length > 0
        ? randomEffect(comparison, sets, silenced.slice(single.length), annotated)
        : { missing: none ? 'There are no annotated units to compare with.' : 'More than half of all units are annotated.' },
  };
}

function randomEffect(comparison: Comparison, sets: UnitSets, silenced: readonly Float32Array[], annotated: AblationEffect): RandomEffect {
  const plain = silenced.map((logits) => comparison.plain(logits));
  const classes: RandomEffect['classes'] = {};
  for (const [k, [name, effect]] of Object.entries(annotated.classes).entries()) {
    if ('missing' in effect) continue;
    const changes = silenced.flatMap((logits) => comparison.change(k, logits) ?? []);
    classes[name] = { change: rangeOf(changes), asStrong: changes.filter((change) => change <= effect.change.value).length };
  }
  return {
    units: sets.annotated.length,
    outOf: sets.outOf,
    draws: silenced.length,
    classes,
    trueLogit: rangeOf(plain.map((p) => p.trueLogit)),
    decidedLogit: rangeOf(plain.map((p) => p.decidedLogit)),
    changed: rangeOf(plain.map((p) => p.changed)),
  };
}

function rangeOf(values: readonly number[]): Range {
  return { mean: values.reduce((sum, v) => sum + v, 0) / values.length, least: Math.min(...values), most: Math.max(...values) };
}

function noPatch(): ProblemError {
  return new ProblemError({
    code: 'faithfulness.noPatch',
    found: 'no labelled patch in this part',
    expected: 'at least one',
    remedy: 'Enlarge the share of the part in deepminer.json (dataset.split) or add cases.',
  });
}
