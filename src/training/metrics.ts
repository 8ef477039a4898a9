/** Loss, accuracy and AUC per class, gathered batch by batch. */
import type { PartMetrics } from '../protocol/compute';
import { auc } from '../statistics/roc';

export class RunningMetrics {
  private readonly classes: readonly string[];
  /** Per class, the probability of every patch so far. */
  private readonly probabilities: number[][];
  private readonly labels: number[] = [];
  private loss = 0;
  private right = 0;

  constructor(classes: readonly string[]) {
    this.classes = classes;
    this.probabilities = classes.map(() => []);
  }

  /** Takes the first `count` rows of logits [rows, classes] with their true classes; gives their summed cross-entropy, NaN when a logit is. */
  add(logits: Float32Array, labels: readonly number[], count: number): number {
    const width = this.classes.length;
    let loss = 0;
    for (let i = 0; i < count; i++) {
      const row = logits.subarray(i * width, (i + 1) * width);
      const largest = Math.max(...row);
      const exponentials = Array.from(row, (value) => Math.exp(value - largest));
      const sum = exponentials.reduce((a, b) => a + b, 0);
      loss += Math.log(sum) + largest - row[labels[i]];
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
    return { loss: this.loss / n, accuracy: this.right / n, auc: Object.fromEntries(perClass) };
  }
}
