/**
 * Quantiles of every unit's activations in one pass. Counts in bins that grow with the value (64 to an octave, from 2^-16 to 2^16): memory is
 * 16 KB a unit whatever the number of images, parts merge exactly, and a quantile is off by less than one bin, 1.6 % of its value.
 * Only the upper side of rectified maps is asked for, so everything below 2^-16, zero and negatives included, shares one bin.
 */
import { ProblemError } from '../protocol/problem';

const LOWEST_EXPONENT = -16;
const OCTAVES = 32;
const STEPS = 64;
/** First bin: below range; last bin: above. */
const BINS = OCTAVES * STEPS + 2;

export class ActivationHistogram {
  /** [units, bins]; whole numbers, exact up to 2^53 */
  readonly counts: Float64Array<ArrayBufferLike>;
  /** [units] */
  private readonly totals: Float64Array;

  /** @param counts of a histogram of as many units, from a file; absent: nothing is counted yet. */
  constructor(
    readonly units: number,
    counts: Float64Array<ArrayBufferLike> = new Float64Array(units * BINS),
  ) {
    if (counts.length !== units * BINS)
      throw new RangeError(`A histogram of ${units} units has ${units * BINS} counts, found ${counts.length}.`);
    this.counts = counts;
    this.totals = Float64Array.from({ length: units }, (_, u) => counts.subarray(u * BINS, (u + 1) * BINS).reduce((a, b) => a + b, 0));
  }

  /** Counts the activations of one image: features [units, cells], only where `inside` [cells] is 1 when it is given. */
  add(features: Float32Array, cells: number, inside?: Uint8Array): void {
    const counted = inside ? inside.reduce((sum, v) => sum + v, 0) : cells;
    const bits = new Uint32Array(1);
    const value = new Float32Array(bits.buffer);
    for (let u = 0; u < this.units; u++) {
      const base = u * BINS;
      for (let i = 0; i < cells; i++) {
        if (inside && inside[i] !== 1) continue;
        value[0] = features[u * cells + i];
        // Exponent and the first six bits of the mantissa of a float32 are the bin.
        const bin = value[0] > 0 ? (bits[0] >>> 17) - ((127 + LOWEST_EXPONENT) << 6) + 1 : 0;
        this.counts[base + (bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin)]++;
      }
      this.totals[u] += counted;
    }
  }

  merge(other: ActivationHistogram): void {
    if (other.units !== this.units) throw new RangeError('Only histograms of the same network can be merged.');
    for (let i = 0; i < this.counts.length; i++) this.counts[i] += other.counts[i];
    for (let u = 0; u < this.units; u++) this.totals[u] += other.totals[u];
  }

  /**
   * The activation that a share `q` of a unit's activations exceeds (Network Dissection: q = 0.005), linear within its bin; 0 when fewer
   * exceed 2^-16. Throws ProblemError for a unit without any activation.
   */
  upperQuantile(unit: number, q: number): number {
    const total = this.totals[unit];
    if (total === 0)
      throw new ProblemError({
        code: 'mining.quantile.empty',
        found: 'no activation to take a quantile of',
        expected: 'at least one image in the hold-out part',
        remedy: 'Enlarge the hold-out share in deepminer.json (dataset.split.holdout).',
      });
    let left = q * total;
    for (let bin = BINS - 1; bin > 0; bin--) {
      const count = this.counts[unit * BINS + bin];
      if (count > 0 && left <= count) {
        const share = left / count;
        return edge(bin) - share * (edge(bin) - edge(bin - 1));
      }
      left -= count;
    }
    return 0;
  }
}

/** Upper edge of a bin. */
function edge(bin: number): number {
  const steps = Math.min(bin, BINS - 1);
  const octave = Math.floor(steps / STEPS);
  return 2 ** (LOWEST_EXPONENT + octave) * (1 + (steps % STEPS) / STEPS);
}
