/** Loss, accuracy and AUC per class, gathered batch by batch; what was gathered can be put down and taken up again. */
import type { PartMetrics } from '../protocol/compute';
import { auc } from '../statistics/roc';

/** Everything that running metrics have gathered: enough to go on to the same last bit. */
export interface GatheredMetrics {
  /** [patches, classes] */
  probabilities: Float64Array;
  /** [patches] class index */
  labels: Int32Array;
  /** Summed cross-entropy, by class weight. */
  loss: number;
  /** Summed class weight. */
  weight: number;
  /** Patches whose largest logit is their class'. */
  right: number;
}

export class RunningMetrics {
  private readonly classes: readonly string[];
  private readonly classWeights: readonly number[] | undefined;
  /** Per class, the probability of every patch so far. */
  private readonly probabilities: number[][];
  private readonly labels: number[] = [];
  private loss = 0;
  private weight = 0;
  private right = 0;

  /** With class weights, the loss is the weighted mean, as it is in training; accuracy and AUC know no weights. */
  constructor(classes: readonly string[], classWeights?: readonly number[], gathered?: GatheredMetrics) {
    this.classes = classes;
    this.classWeights = classWeights;
    this.probabilities = classes.map(() => []);
    if (!gathered) return;
    ({ loss: this.loss, weight: this.weight, right: this.right } = gathered);
    for (const label of gathered.labels) this.labels.push(label);
    gathered.probabilities.forEach((p, i) => {
      this.probabilities[i % classes.length].push(p);
    });
  }

  /** Takes the first `count` rows of logits [rows, classes] with their true classes; gives their summed cross-entropy, NaN when a logit is. */
  add(logits: Float32Array, labels: readonly number[], count: number): number {
    const width = this.classes.length;
    let loss = 0;
    for (let i = 0; i < count; i++) {
      const row = logits.subarray(i * width, (i + 1) * width);
      const weight = this.classWeights?.[labels[i]] ?? 1;
      const largest = Math.max(...row);
      const exponentials = Array.from(row, (value) => Math.exp(value - largest));
      const sum = exponentials.reduce((a, b) => a + b, 0);
      loss += weight * (Math.log(sum) + largest - row[labels[i]]);
      this.weight += weight;
      if (row.indexOf(largest) === labels[i]) this.right++;
      for (let k = 0; k < width; k++) this.probabilities[k].push(exponentials[k] / sum);
      this.labels.push(labels[i]);
    }
    this.loss += loss;
    return loss;
  }

  /** Over everything added so far; all numbers must have been finite. */
  result(): PartMetrics {
    const n = this.labels.length;
    const perClass = this.classes.map(
      (name, k) =>
        [
          name,
          auc(
            this.probabilities[k],
            this.labels.map((label) => label === k),
          ),
        ] as const,
    );
    return { loss: this.loss / this.weight, accuracy: this.right / n, auc: Object.fromEntries(perClass) };
  }

  /** What has been gathered so far, as a copy. */
  gathered(): GatheredMetrics {
    const width = this.classes.length;
    return {
      probabilities: Float64Array.from(
        { length: this.labels.length * width },
        (_, i) => this.probabilities[i % width][Math.floor(i / width)],
      ),
      labels: Int32Array.from(this.labels),
      loss: this.loss,
      weight: this.weight,
      right: this.right,
    };
  }
}
