/** The fixtures of test/fixtures/dicom: their raw values, by the formula of make.sh. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ProblemError } from '../../../../src/protocol/problem';

export const WIDTH = 37;
export const HEIGHT = 29;
const folder = path.resolve('test/fixtures/dicom');

export const fixture = (name: string) => path.join(folder, name);
export const read = (name: string): Uint8Array => readFileSync(fixture(name));

/** Samples [HEIGHT, WIDTH] of `bits` bits. */
export function samples(bits: number): Uint16Array {
  const top = 2 ** bits;
  return Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const x = i % WIDTH;
    const y = Math.floor(i / WIDTH);
    return (x * 7 + y * 13 + ((x * y) % 11) * 5 + (x % 17 === 0 ? top / 2 : 0) + ((x + y) % 29 === 0 ? top - 1 : 0)) % top;
  });
}

/** The code of the ProblemError that a run ends in, `none` where it ends well; any other error fails the test. */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof ProblemError, `not a ProblemError: ${error instanceof Error ? error.stack : String(error)}`);
    return error.problem.code;
  }
  return 'none';
}
