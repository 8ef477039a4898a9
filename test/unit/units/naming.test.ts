/** What a unit is called: by whom, by measurement, and when a report is not this result's. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readConcepts } from '../../../src/units/conceptReport';
import { conceptsOf } from '../../../src/units/measured';
import { namingBy } from '../../../src/units/naming';
import { answer, answers, concepts, first, manifest, miningFolder, second, third } from './wing';

describe('the naming of a unit', () => {
  it('tells experts who named it from those who recognized nothing', () => {
    const naming = namingBy(answers, undefined);
    deepEqual(
      naming(first).annotations.map(({ expert }) => expert),
      ['ann', 'bob'],
    );
    deepEqual([naming(third).annotations, naming(third).unrecognized], [[], ['bob']]);
    deepEqual(naming(second), { annotations: [], unrecognized: [], concepts: undefined });
  });

  it('takes an answer without a word of what is seen for neither', () => {
    const empty = { ...answer(first, 'ann', ''), recognizable: true };
    deepEqual(namingBy([empty], undefined)(first), { annotations: [], unrecognized: [], concepts: undefined });
  });

  it('puts the best concept first, and knows a unit that was not probed from one that was not dissected', () => {
    deepEqual(
      conceptsOf(concepts, second)?.found.map(({ concept }) => concept),
      ['SPICULATED', 'ROUND'],
    );
    deepEqual(conceptsOf(concepts, first)?.found, []);
    equal(conceptsOf(undefined, first), undefined);
  });
});

describe('a concept report', () => {
  let dir: string;
  before(async () => {
    dir = await miningFolder();
  });
  after(() => rm(dir, { recursive: true }));
  const written = async (content: unknown) => {
    await writeFile(path.join(dir, 'concepts.json'), typeof content === 'string' ? content : JSON.stringify(content));
    return readConcepts(dir, manifest);
  };

  it('is absent without a problem where nobody dissected', async () => {
    deepEqual(await readConcepts(dir, manifest), {});
  });

  it('is used where it belongs to the mining result', async () => {
    deepEqual((await written(concepts)).report?.units[second].length, 2);
  });

  it('is never shown for another network, another result, or from a damaged file', async () => {
    for (const [content, found] of [
      [{ ...concepts, network: 'c' }, /another network/],
      [{ ...concepts, mining: 'c' }, /another network or mining/],
      [{ ...concepts, version: 2 }, /version 1/],
      ['null', /version 1/],
      ['{', /not JSON/],
    ] as const) {
      const { report, problem } = await written(content);
      equal(report, undefined);
      match(problem?.found ?? '', found);
      ok(problem?.file?.endsWith('concepts.json'));
    }
  });
});
