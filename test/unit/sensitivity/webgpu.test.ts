/** What layers weigh, on the CPU and through WebGPU; a software GPU stands in where there is no other. */
import assert from 'node:assert/strict';
import { runChild, runOnGpu } from '../training/webgpuProcess';

interface Outcome {
  weights: Record<string, number[]>;
  problem?: string;
}

const child = new URL('webgpu-child.ts', import.meta.url);

describe("the weights of a layer's units through WebGPU", () => {
  it('are those of the CPU, through windows, gates and joins of every kind', async function () {
    this.timeout(240_000);
    const found = await runOnGpu<Outcome>(this, child);
    const expected = await runChild<Outcome>(child, 'cpu');
    for (const [name, values] of Object.entries(expected.weights)) {
      const distance = Math.hypot(...values.map((v, i) => v - found.weights[name][i]));
      assert.ok(distance <= 1e-4 * Math.hypot(...values), `${name} is off by ${distance / Math.hypot(...values)}`);
    }
  });
});
