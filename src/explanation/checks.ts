/** What must hold before anything is explained: a class that exists, finite numbers, shares that add up. */
import { ProblemError } from '../protocol/problem';

/** The logit map and the exact sum may differ by the engine's rounding, relative to the largest term, and no more. */
const ROUNDING = 1e-3;

/** Index of a class. Throws ProblemError with the classes there are. */
export function requireClass(classes: readonly string[], wanted: string): number {
  const index = classes.indexOf(wanted);
  if (index >= 0) return index;
  throw new ProblemError({
    code: 'explanation.noClass',
    found: `the class "${wanted}"`,
    expected: `one of this network's classes: ${classes.join(', ')}`,
    remedy: 'Name one of these, or none to explain the decision.',
  });
}

/** A network with broken weights, or one whose training ran away, has no decision to explain. */
export function requireFinite(...maps: readonly Float32Array[]): void {
  let broken = 0;
  for (const map of maps) for (let i = 0; i < map.length; i++) if (!Number.isFinite(map[i])) broken++;
  if (broken === 0) return;
  const all = maps.reduce((sum, map) => sum + map.length, 0);
  throw new ProblemError({
    code: 'explanation.notFinite',
    found: `${broken} of ${all} values of the network's maps that are no finite numbers`,
    expected: 'finite activations and logits',
    remedy: 'The weights are damaged or training ran away: use an earlier checkpoint, or train again with a smaller learning rate.',
  });
}

/** The sum of all shares is the logit that the network itself gives. Throws ProblemError where it is not. */
export function checkLogit(sum: number, fromMap: number, support: number): void {
  if (Math.abs(sum - fromMap) <= ROUNDING * Math.max(1, support)) return;
  throw new ProblemError({
    code: 'explanation.shares',
    found: `shares that add up to ${sum} where the network's logit map says ${fromMap}`,
    expected: 'equal numbers up to rounding',
    remedy: 'The network does not end in one linear layer on its last feature map, so its decisions cannot be divided among units.',
  });
}
