/** No look-up of a label fails in silence: every label of a file can be reached, whatever the unit's number, and whatever is not there is an error. */
import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readAnswersText } from '../../../src/annotation/exchange/read';
import { namedUnits } from '../../../src/annotation/named';
import { parseUnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import { labelOf } from '../../../src/study/published/labelLookUp';
import { labelReport } from '../../../src/study/published/labelReport';
import { labelReportMarkdown, labelReportText } from '../../../src/study/published/labelText';

const PUBLISHED = '../shared/data/deepminer';
const named = (labels: Record<string, string>) =>
  namedUnits(readAnswersText(JSON.stringify(labels), 'labels.json').answers.map(({ answer }) => ({ ...answer, at: '' })));
const number = fc.integer({ min: 1, max: 12000 });
/** A unit as people write it: as we do, or with any number of zeros in front. */
const spelling = fc.tuple(number, fc.nat(6)).map(([n, zeros]) => ({ n, text: `unit_${'0'.repeat(zeros)}${n}` }));

describe('looking up a label', () => {
  it('reaches every label of a file, however its key and the question are spelt', () => {
    fc.assert(
      fc.property(fc.uniqueArray(spelling, { minLength: 1, maxLength: 60, selector: ({ n }) => n }), fc.nat(6), (keys, zeros) => {
        const names = named(Object.fromEntries(keys.map(({ text, n }) => [text, `label of ${n}`])));
        equal(names.size, keys.length);
        for (const { n } of keys)
          for (const asked of [unitId(unitIndex(n - 1)), `unit_${n}`, `unit_${'0'.repeat(zeros)}${n}`])
            equal(labelOf(names, asked)[0].phenomena[0].description, `label of ${n}`);
      }),
    );
  });

  it('is an error for any other text and for a unit without a label, never nothing', () => {
    const names = named({ unit_0004: 'Mass', unit_1001: 'Calcified vessels' });
    const text = fc.oneof(
      fc.string(),
      spelling.map((s) => s.text),
      fc.constantFrom('', 'unit_', 'unit_0', 'unit_-4', 'unit_4.0', '4', 'Unit_4', 'unit_0004x', 'unit_1e3'),
    );
    fc.assert(
      fc.property(text, (asked) => {
        let n: number | undefined;
        try {
          n = parseUnitId(asked) + 1;
        } catch (error) {
          ok(error instanceof RangeError);
        }
        if (n === 4 || n === 1001) ok(labelOf(names, asked).length > 0);
        else throws(() => labelOf(names, asked), RangeError);
      }),
    );
  });
});

describe('the report on lost labels', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'labels-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('finds 21 of the 46 published labels lost, every one a unit below 1000, and none of their words in the responses', async function () {
    if (!existsSync(PUBLISHED)) this.skip();
    const report = await labelReport(`${PUBLISHED}/unit-labels.json`, `${PUBLISHED}/explanations-benchmark-responses.csv`);
    deepEqual([report.units.length, report.lost, report.lostWords.length], [46, 21, 14]);
    for (const { unit, found } of report.units) equal(found, parseUnitId(unit) + 1 >= 1000, unit);
    ok(report.shown!.length > 0 && report.shown!.every((s) => s.findable));
    deepEqual(report.warnings, []);
    match(labelReportText(report), /21 of 46 labels could never appear/);
    match(labelReportMarkdown(report), /\| unit_0003 \| Microcalcifications, Dense Tissue +\| unit_3: never/);
  });

  it('loses nothing where keys have no zeros in front, and names entries that are no labels', async () => {
    const file = path.join(dir, 'labels.json');
    await writeFile(file, JSON.stringify({ unit_4: 'Mass', unit_0005: 'Mass', unit_1001: 'a|b', note: 'x', unit_7: '' }, null, 1));
    const report = await labelReport(file);
    deepEqual(
      report.units.map((u) => [u.unit, u.askedFor, u.found]),
      [
        ['unit_0004', 'unit_4', true],
        ['unit_0005', 'unit_5', false],
        ['unit_1001', 'unit_1001', true],
      ],
    );
    deepEqual([report.lost, report.lostWords, report.shown], [1, [], undefined]);
    equal(report.warnings.length, 2);
    match(labelReportMarkdown(report), /a\\\|b/);
    await writeFile(file, '{"a": 1}');
    await rejects(labelReport(file), /JSON without a unit/);
    await writeFile(file, 'unit_0004: Mass');
    await rejects(labelReport(file), /text that is not JSON/);
    await rejects(labelReport(path.join(dir, 'none.json')), /no such file/);
  });
});
