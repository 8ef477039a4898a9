/** The layers behind the last feature map with units silent: exactly by arithmetic where they are linear, else run anew. */
import type { Classifier } from '../network/graph';
import { headWeights } from '../network/head';
import { openSession, type SessionOptions, type Value } from '../network/session';
import { POOLED, tailGraph } from '../network/tail';
import { ProblemError } from '../protocol/problem';
import type { UnitIndex } from '../protocol/unit';

/** One batch: mean maps [images, units], the whole network's logits [images, classes], and what it was told beside the images. */
export interface PooledBatch {
  images: number;
  pooled: Float32Array;
  logits: Float32Array;
  further: Readonly<Record<string, Value>>;
}

/** Logits [images, classes]. Both are made the same way, so that a unit which says nothing changes nothing, to the bit. */
export interface Silenced {
  intact: Float32Array;
  /** Per set of units, their maps being 0. */
  silenced: Float32Array[];
}

export interface Silencer {
  /** Throws ProblemError when the network's own logits do not follow from the mean maps. */
  run(batch: PooledBatch): Promise<Silenced>;
  release(): Promise<void>;
}

type Sets = readonly (readonly UnitIndex[])[];

/** What pooling here and in the engine may differ by, relative to the sum of the sizes of a logit's terms. */
const ROUNDING = 1e-3;

/** Throws ProblemError when the engine refuses. */
export async function openSilencer(c: Classifier, sets: Sets, options?: SessionOptions): Promise<Silencer> {
  return c.auxiliary ? behindAttention(c, sets, options) : behindPooling(c, sets);
}

/**
 * Mean over positions and linear layer: a silent unit's weight x mean activation is missing from every logit, and nothing else changes. Sums
 * are in float64 and rounded once: patches that only silenced units tell apart become equal, as in the network itself.
 */
function behindPooling(c: Classifier, sets: Sets): Silencer {
  const linear = linearLayer(c);
  const { units } = c;
  const classes = c.classes.length;
  return {
    async run({ images, pooled, logits }) {
      const sums = Float64Array.from({ length: images * classes }, (_, i) => linear.logit(pooled, Math.floor(i / classes), i % classes));
      check(linear, images, pooled, logits, sums);
      const silenced = sets.map((set) => {
        const silent = new Float32Array(images * classes);
        for (let image = 0; image < images; image++)
          for (let k = 0; k < classes; k++) {
            let missing = 0;
            for (const u of set) missing += linear.weight[k * units + u] * pooled[image * units + u];
            silent[image * classes + k] = sums[image * classes + k] - missing;
          }
        return silent;
      });
      return { intact: Float32Array.from(sums), silenced };
    },
    release: async () => undefined,
  };
}

/** With an attention block the mean maps also ask for the features beside the image: block and linear layer are run anew for every set. */
async function behindAttention(c: Classifier, sets: Sets, options?: SessionOptions): Promise<Silencer> {
  const tail = await openSession(tailGraph(c), options);
  const { units } = c;
  const linear = linearLayer(c);
  const ask = async ({ images, further }: PooledBatch, pooled: Float32Array) =>
    (await tail.run({ [POOLED]: { dims: [images, units], data: pooled }, ...further }, ['logits'])).logits.data;
  return {
    async run(batch) {
      const { images, pooled, logits } = batch;
      const intact = await ask(batch, pooled);
      check(linear, images, pooled, logits, intact);
      const silenced: Float32Array[] = [];
      for (const set of sets) {
        const silent = pooled.slice();
        for (let image = 0; image < images; image++) for (const u of set) silent[image * units + u] = 0;
        silenced.push(await ask(batch, silent));
      }
      return { intact, silenced };
    },
    release: () => tail.release(),
  };
}

interface LinearLayer {
  classes: number;
  /** [classes, units] */
  weight: Float32Array;
  logit(pooled: Float32Array, image: number, k: number): number;
  /** Sum of the sizes of the logit's terms. */
  size(pooled: Float32Array, image: number, k: number): number;
}

function linearLayer(c: Classifier): LinearLayer {
  const { weight, bias } = headWeights(c);
  const { units } = c;
  const sum = (pooled: Float32Array, image: number, k: number, of: (term: number) => number) => {
    let value = of(bias[k]);
    for (let u = 0; u < units; u++) value += of(weight[k * units + u] * pooled[image * units + u]);
    return value;
  };
  return {
    classes: c.classes.length,
    weight,
    logit: (pooled, image, k) => sum(pooled, image, k, (term) => term),
    size: (pooled, image, k) => sum(pooled, image, k, Math.abs),
  };
}

/** @param expected logits that follow from the mean maps [images, classes] */
function check(linear: LinearLayer, images: number, pooled: Float32Array, logits: Float32Array, expected: ArrayLike<number>): void {
  for (let i = 0; i < images * linear.classes; i++) {
    const size = linear.size(pooled, Math.floor(i / linear.classes), i % linear.classes);
    if (Math.abs(logits[i] - expected[i]) <= ROUNDING * Math.max(1, size)) continue;
    throw new ProblemError({
      code: 'faithfulness.notPooled',
      found: `a logit of ${logits[i]} where the mean maps give ${expected[i]}`,
      expected: 'equal numbers up to rounding',
      remedy:
        'The network does not end in global average pooling and one linear layer, or its weights are broken: units cannot be silenced.',
    });
  }
}
