/** Every operator with a gradient rule, forward and backward, on the CPU and through WebGPU; a software GPU stands in where there is no other. */
import assert from 'node:assert/strict';
import { runChild, runOnGpu } from './webgpuProcess';

interface Outcome {
  loss: number;
  /** Operators with a rule that the network does not have. */
  missing: string[];
  momenta: Record<string, number[]>;
  problem?: string;
}

const child = new URL('webgpuOperators-child.ts', import.meta.url);

describe('a network of every operator that can be trained', () => {
  it('takes the same step on the CPU and through WebGPU', async function () {
    this.timeout(120_000);
    const found = await runOnGpu<Outcome>(this, child);
    const expected = await runChild<Outcome>(child, 'cpu');
    assert.deepEqual(expected.missing, []);
    assert.ok(Math.abs(found.loss / expected.loss - 1) < 1e-4, `loss ${found.loss} instead of ${expected.loss}`);
    for (const [name, values] of Object.entries(expected.momenta)) {
      const norm = Math.hypot(...values);
      assert.ok(norm > 0, `${name} has no gradient`);
      const distance = Math.hypot(...values.map((v, i) => v - found.momenta[name][i]));
      assert.ok(distance <= 1e-3 * norm, `${name} is off by ${distance / norm}`);
    }
  });
});
