/** The same training step on the CPU and through WebGPU; a software GPU stands in where there is no other. */
import assert from 'node:assert/strict';
import { runChild, runOnGpu } from './webgpuProcess';

interface Outcome {
  losses: number[];
  tensors: Record<string, number[]>;
  problem?: string;
}

const child = new URL('webgpu-child.ts', import.meta.url);

describe('a training step through WebGPU', () => {
  it('agrees with the CPU on losses, momenta, weights and running statistics', async function () {
    this.timeout(120_000);
    const found = await runOnGpu<Outcome>(this, child);
    const expected = await runChild<Outcome>(child, 'cpu');
    expected.losses.forEach((loss, i) => {
      assert.ok(Math.abs(found.losses[i] / loss - 1) < 1e-4, `loss ${found.losses[i]} instead of ${loss}`);
    });
    for (const [name, values] of Object.entries(expected.tensors)) {
      const norm = Math.hypot(...values);
      const distance = Math.hypot(...values.map((v, i) => v - found.tensors[name][i]));
      assert.ok(distance <= 1e-4 * norm, `${name} is off by ${distance / norm}`);
    }
  });
});
