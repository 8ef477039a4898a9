import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { conceptChart } from '../../../src/concepts/chart';
import { conceptReport, detectorCounts } from '../../../src/concepts/report';
import { conceptTable } from '../../../src/concepts/table';
import { reportText } from '../../../src/concepts/wording';
import { unitIndex } from '../../../src/protocol/unit';

const about = { network: 'n', mining: 'm', masks: 'data set', quantile: 0.005, viewsLeftOut: 1 };

/** IoU by unit, then concept. */
function report(ious: Record<number, Record<string, number>>, occurrences: Record<string, number>, over = about) {
  const all = Object.entries(ious).flatMap(([unit, found]) =>
    Object.entries(found).map(([concept, iou]) => ({ unit: unitIndex(Number(unit)), concept, iou })),
  );
  return conceptReport({ ious: all, thresholds: [], views: 9, occurrences: new Map(Object.entries(occurrences)) }, over);
}

const small = () =>
  report(
    {
      3: { OVAL: 0.2, ROUND: 0.3, SKIN_LINE: 0 },
      0: { OVAL: 0.04, ROUND: 0.01, SKIN_LINE: 0.03 },
      7: { OVAL: 0.039, ROUND: 0.02, SKIN_LINE: 0.039 },
      8: { OVAL: 0.25, ROUND: 0.25, SKIN_LINE: 0.1 },
    },
    { SKIN_LINE: 9, ROUND: 2, OVAL: 4 },
  );

describe('a concept report', () => {
  it('makes a unit the detector of its best concept alone, from an IoU of 0.04 on, and of equals of the first in the alphabet', () => {
    const { concepts, units, bar } = small();
    assert.equal(bar, 0.04);
    assert.deepEqual(concepts, [
      { concept: 'OVAL', views: 4, detectors: ['unit_0009', 'unit_0001'], best: { unit: 'unit_0009', iou: 0.25 } },
      { concept: 'ROUND', views: 2, detectors: ['unit_0004'], best: { unit: 'unit_0004', iou: 0.3 } },
      { concept: 'SKIN_LINE', views: 9, detectors: [], best: { unit: 'unit_0009', iou: 0.1 } },
    ]);
    assert.deepEqual(detectorCounts({ concepts, units }), { units: 4, detectors: 3, detected: 2, concepts: 3 });
  });

  it("holds every unit's concepts, best first", () => {
    const { units } = small();
    assert.deepEqual(Object.keys(units).length, 4);
    assert.deepEqual(units['unit_0008' as keyof typeof units], [
      { concept: 'OVAL', iou: 0.039 },
      { concept: 'SKIN_LINE', iou: 0.039 },
      { concept: 'ROUND', iou: 0.02 },
    ]);
  });

  it('is a table of units and concepts that a spreadsheet reads, whatever a concept is called', () => {
    const text = conceptTable(report({ 0: { 'a, "b"': 0.125, OVAL: 0.5 } }, { 'a, "b"': 1, OVAL: 1 }));
    assert.deepEqual(parse(text), [
      ['unit', 'OVAL', 'a, "b"'],
      ['unit_0001', '0.500000', '0.125000'],
    ]);
  });

  it('says in words which units detect what, how it was measured, and that it is for research alone', () => {
    const text = reportText(small());
    assert.match(text, /^3 of 4 units detect a concept \(IoU 0\.04 or more\); 2 of 3 concepts have a detector\.$/m);
    assert.match(text, /^OVAL +4 +2 +unit_0009 +0\.250 +unit_0009, unit_0001$/m);
    assert.match(text, /^SKIN_LINE +9 +0 +unit_0009 +0\.100$/m);
    assert.match(text, /9 hold-out views \(1 could not be read\)\. A unit speaks above what 0\.5 % of its activations exceed/);
    assert.match(text, /Research use only/);
    assert.match(reportText(report({ 0: { OVAL: 1 } }, { OVAL: 1 }, { ...about, masks: 'masks/mine' })), /Masks in masks\/mine/);
  });
});

describe('the chart of detectors', () => {
  /** Heights of the bars, in the order they stand. */
  const bars = (svg: string) =>
    [...svg.matchAll(/<g><title>([^<]*)<\/title><rect [^>]*height="([\d.]+)"/g)].map((m) => [m[1], Number(m[2])]);

  it('has a bar a concept, as high as it has detectors', () => {
    const svg = conceptChart(small());
    assert.deepEqual(bars(svg), [
      ['OVAL: 2 detectors', 200],
      ['ROUND: 1 detector', 100],
      ['SKIN_LINE: 0 detectors', 0],
    ]);
    assert.match(svg, /3 of 4 units detect a concept/);
    assert.match(svg, /Research use only/);
    assert.match(svg, />mass<.*>normal tissue</s);
  });

  it('takes nothing in a name for markup', () => {
    const svg = conceptChart(report({ 0: { '<script>&"': 0.5 } }, { '<script>&"': 1 }));
    assert.ok(!svg.includes('<script>'));
    assert.ok(svg.includes('&lt;script&gt;&amp;&quot;'));
  });

  it('of many concepts draws those with detectors, and counts the others', () => {
    const names = Array.from({ length: 60 }, (_, i) => `CONCEPT_${i}`);
    const found = Object.fromEntries(names.map((name, i) => [name, i === 5 ? 0.5 : 0.01]));
    const svg = conceptChart(report({ 0: found }, Object.fromEntries(names.map((name) => [name, 1]))));
    assert.deepEqual(bars(svg).length, 1);
    assert.match(svg, /59 concepts without a detector are not drawn/);
  });

  it('of units that detect nothing is whole all the same', () => {
    const svg = conceptChart(report({ 0: { OVAL: 0 } }, { OVAL: 1 }));
    assert.ok(!/NaN|Infinity|undefined/.test(svg));
    assert.match(svg, /0 of 1 units detect a concept/);
  });
});
