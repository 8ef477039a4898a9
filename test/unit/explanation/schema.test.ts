/** The written schema is the code's, holds for what is made, and older explanations are brought to it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { explanationJsonSchema, readExplanation } from '../../../src/explanation/schema';
import type { Explanation } from '../../../src/protocol/explanation';
import { ProblemError } from '../../../src/protocol/problem';
import { exampleExplanation } from './example';

/** As version 1 wrote it. */
function first(e: Explanation): Record<string, unknown> {
  const { explainedClass: _a, logitMaps: _b, summary: _c, receptiveField: _d, part: _e, ...kept } = e;
  return { ...kept, version: 1, logit: { value: e.logit.value, bias: e.logit.bias, rest: e.logit.rest } };
}

describe('the schema of an explanation', () => {
  it('stands in the documentation as the code has it', async () => {
    const written = await readFile(new URL('../../../docs/schemas/explanation.schema.json', import.meta.url), 'utf8');
    assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(explanationJsonSchema())));
  });

  it('knows every field that an explanation has', async () => {
    const e = JSON.parse(JSON.stringify(await exampleExplanation())) as unknown;
    assert.deepEqual(readExplanation(e), e);
  });

  it('brings version 1 to this one, nothing lost, and says what it had not', async () => {
    const e = JSON.parse(JSON.stringify(await exampleExplanation())) as Explanation;
    const upgraded = readExplanation(first(e));
    assert.equal(upgraded.explainedClass, e.decidedClass);
    assert.deepEqual([upgraded.cam, upgraded.evidence, upgraded.sentence], [e.cam, e.evidence, e.sentence]);
    assert.match(upgraded.warnings.at(-1)!, /older version/);
  });

  it('refuses what it does not know by place, found and expected', async () => {
    const e = await exampleExplanation();
    const refused = (json: unknown, pattern: RegExp) =>
      assert.throws(
        () => readExplanation(json, 'x.json'),
        (error) => error instanceof ProblemError && pattern.test(error.message),
      );
    refused({ ...e, version: 3 }, /version/);
    refused({ ...e, cam: { ...e.cam, scale: null } }, /cam\.scale/);
    refused({ ...e, evidence: [{ ...e.evidence[0], unit: 'unit_x' }] }, /evidence\.0\.unit/);
    refused(null, /at the top/);
  });
});
