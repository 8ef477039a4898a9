/** Two networks on the same labelled patches: the whole one, and one with units silent; what changes, with intervals over cases. */
import { softmax } from '../evaluation/patchScores';
import type { AblationEffect, ClassEffect, Estimate, Missing } from '../protocol/faithfulness';
import { type UnitIndex, unitId } from '../protocol/unit';
import { CaseResamples, intervalOfDraws } from '../statistics/caseResamples';
import { delongChange } from '../statistics/delong';
import { auc } from '../statistics/roc';

export interface LabelledPatches {
  /** [patches] index of the true class, and case. */
  labels: readonly number[];
  cases: readonly string[];
}

/** The whole network's answers to labelled patches, and what changes against them. */
export class Comparison {
  readonly cases: number;
  private readonly labels: readonly number[];
  private readonly decided: number[];
  /** Per class: scores of the whole network, their AUC, and the AUC of each resample. */
  private readonly whole: { scores: Float64Array; positive: boolean[]; area?: number; draws?: Float64Array }[];
  private readonly resamples: CaseResamples;

  /** @param intact logits [patches, classes] of the whole network */
  constructor(
    { labels, cases }: LabelledPatches,
    private readonly classes: readonly string[],
    private readonly intact: Float32Array,
    { resamples, seed }: { resamples: number; seed: number },
  ) {
    this.cases = new Set(cases).size;
    this.labels = labels;
    this.decided = decisions(intact, classes.length);
    this.resamples = new CaseResamples(cases, { draws: resamples, seed });
    const scores = probabilities(intact, classes.length);
    this.whole = classes.map((_, k) => {
      const positive = this.labels.map((label) => label === k);
      const area = auc(scores[k], positive);
      return { scores: scores[k], positive, area, draws: area === undefined ? undefined : this.resamples.aucs(scores[k], positive) };
    });
  }

  /** AUC of the whole network per class. */
  intactAucs(): Record<string, number | Missing> {
    return Object.fromEntries(this.classes.map((name, k) => [name, this.whole[k].area ?? this.oneSided(k)]));
  }

  /** What the silence of `units` changes, which leaves the logits [patches, classes]. */
  effect(units: readonly UnitIndex[], logits: Float32Array): AblationEffect {
    const scores = probabilities(logits, this.classes.length);
    return {
      units: units.map(unitId),
      classes: Object.fromEntries(this.classes.map((name, k) => [name, this.classEffect(k, scores[k], logits)])),
      trueLogit: this.meanOf(this.logitChanges(logits, this.labels)),
      decidedLogit: this.meanOf(this.logitChanges(logits, this.decided)),
      changed: this.changedShare(logits),
    };
  }

  /** Change of a class' AUC without interval; undefined where it has none. */
  change(k: number, logits: Float32Array): number | undefined {
    const { positive, area } = this.whole[k];
    const after = area === undefined ? undefined : auc(probabilities(logits, this.classes.length)[k], positive);
    return after === undefined || area === undefined ? undefined : after - area;
  }

  /** Mean changes of the logits of true and decided class, and the share of patches decided otherwise. */
  plain(logits: Float32Array): { trueLogit: number; decidedLogit: number; changed: number } {
    const mean = (of: readonly number[]) => this.logitChanges(logits, of).reduce((sum, v) => sum + v, 0) / this.labels.length;
    return { trueLogit: mean(this.labels), decidedLogit: mean(this.decided), changed: this.changedShare(logits) };
  }

  private classEffect(k: number, scores: Float64Array, logits: Float32Array): ClassEffect | Missing {
    const { positive, area, draws, scores: before } = this.whole[k];
    const after = area === undefined ? undefined : auc(scores, positive);
    if (area === undefined || after === undefined || !draws) return this.oneSided(k);
    const changes = this.resamples.aucs(scores, positive).map((value, i) => value - draws[i]);
    const independent = delongChange(before, scores, positive);
    const own = this.logitChanges(logits, this.labels).filter((_, i) => positive[i]);
    return {
      auc: after,
      change: this.estimate(after - area, changes),
      delong: independent && { low: independent.low, high: independent.high },
      logit: own.reduce((sum, v) => sum + v, 0) / own.length,
    };
  }

  /** [patches] change of the logit of one class each. */
  private logitChanges(logits: Float32Array, classOf: readonly number[]): Float64Array {
    const width = this.classes.length;
    return Float64Array.from(classOf, (k, i) => logits[i * width + k] - this.intact[i * width + k]);
  }

  private changedShare(logits: Float32Array): number {
    return decisions(logits, this.classes.length).filter((k, i) => k !== this.decided[i]).length / this.decided.length;
  }

  private meanOf(values: Float64Array): Estimate {
    return this.estimate(values.reduce((sum, v) => sum + v, 0) / values.length, this.resamples.means(values));
  }

  private estimate(value: number, draws: Float64Array): Estimate {
    const interval = this.cases > 1 ? intervalOfDraws(draws) : undefined;
    return { value, ...(interval && { low: interval.low, high: interval.high }) };
  }

  private oneSided(k: number): Missing {
    const all = this.whole[k].positive.includes(true);
    return { missing: `${all ? 'Every patch' : 'No patch'} of this part is ${this.classes[k]}.` };
  }
}

/** Per class [patches] softmax probability. */
function probabilities(logits: Float32Array, classes: number): Float64Array[] {
  const patches = logits.length / classes;
  const scores = Array.from({ length: classes }, () => new Float64Array(patches));
  for (let i = 0; i < patches; i++) {
    const row = softmax(logits.subarray(i * classes, (i + 1) * classes));
    for (let k = 0; k < classes; k++) scores[k][i] = row[k];
  }
  return scores;
}

/** [patches] class with the largest logit; equal ones go to the smaller index. */
function decisions(logits: Float32Array, classes: number): number[] {
  return Array.from({ length: logits.length / classes }, (_, i) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (logits[i * classes + k] > logits[i * classes + best]) best = k;
    return best;
  });
}
