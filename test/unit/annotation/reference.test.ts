/** The reference annotator: names follow from measured overlap. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { namedUnits } from '../../../src/annotation/named';
import { phenomenonText } from '../../../src/annotation/phenomenonText';
import { annotateByReference, phenomenaOf, type ReferenceConcept } from '../../../src/annotation/reference';
import { AnnotationStore } from '../../../src/annotation/store';
import { type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';

const concepts = new Map<string, ReferenceConcept>([
  ['IRREGULAR', { category: 'mass', association: 'malignant' }],
  ['SPICULATED', { category: 'mass', association: 'malignant' }],
  ['ILL_DEFINED', { category: 'mass', association: 'malignant' }],
  ['OVAL', { category: 'mass', association: 'benign' }],
  ['CIRCUMSCRIBED', { category: 'mass', association: 'benign' }],
  ['PLEOMORPHIC', { category: 'calcification', association: 'malignant' }],
  ['CLUSTERED', { category: 'calcification', association: 'malignant' }],
  ['VASCULAR', { category: 'calcification', association: 'benign' }],
  ['DENSE_TISSUE', { category: 'normal tissue', association: 'normal' }],
  ['FATTY_TISSUE', { category: 'normal tissue', association: 'normal' }],
]);
const overlaps = (ious: Record<string, number>, unit = 0) =>
  Object.entries(ious).map(([concept, iou]) => ({ unit: unitIndex(unit), concept, iou }));

describe('phenomena from overlaps', () => {
  it('are one for the shape and margins of the same masses', () => {
    assert.deepEqual(phenomenaOf(overlaps({ SPICULATED: 0.2, IRREGULAR: 0.15, DENSE_TISSUE: 0.039 }), concepts), [
      {
        description: 'irregular mass with spiculated margins',
        association: 'malignant',
        category: 'mass',
        terms: ['SPICULATED', 'IRREGULAR'],
      },
    ]);
  });

  it('are one for type and distribution, two for what differs in kind or association', () => {
    const found = phenomenaOf(overlaps({ PLEOMORPHIC: 0.3, CLUSTERED: 0.28, VASCULAR: 0.15 }), concepts);
    assert.deepEqual(
      found.map((p) => [p.description, p.association]),
      [
        ['pleomorphic calcifications in clusters', 'malignant'],
        ['vascular calcifications', 'benign'],
      ],
    );
  });

  it('are at most three, best first', () => {
    const found = phenomenaOf(overlaps({ DENSE_TISSUE: 0.5, FATTY_TISSUE: 0.4, VASCULAR: 0.3, PLEOMORPHIC: 0.2 }), concepts);
    assert.deepEqual(
      found.map((p) => p.terms),
      [['DENSE_TISSUE'], ['FATTY_TISSUE'], ['VASCULAR']],
    );
  });

  it('leave out what a unit only grazes: under half of the best concept', () => {
    const found = phenomenaOf(overlaps({ PLEOMORPHIC: 0.3, VASCULAR: 0.149 }), concepts);
    assert.deepEqual(
      found.map((p) => p.terms),
      [['PLEOMORPHIC']],
    );
  });

  it('join no words that never describe the same lesion', () => {
    const known = new Map(concepts);
    known.set('CLUSTERED', { category: 'calcification', association: 'malignant', beside: new Set(['AMORPHOUS']) });
    const found = phenomenaOf(overlaps({ PLEOMORPHIC: 0.3, CLUSTERED: 0.28 }), known);
    assert.deepEqual(
      found.map((p) => p.terms),
      [['PLEOMORPHIC'], ['CLUSTERED']],
    );
  });

  it('need an IoU of 0.04', () => {
    assert.equal(phenomenaOf(overlaps({ OVAL: 0.04 }), concepts).length, 1);
    assert.equal(phenomenaOf(overlaps({ OVAL: 0.0399 }), concepts).length, 0);
  });

  it('read as plain English', () => {
    assert.equal(phenomenonText('mass', ['OVAL', 'CIRCUMSCRIBED']), 'oval mass with circumscribed margins');
    assert.equal(phenomenonText('mass', ['ILL_DEFINED']), 'mass with ill-defined margins');
    assert.equal(phenomenonText('mass', ['LYMPH_NODE']), 'lymph node');
    assert.equal(phenomenonText('calcification', ['VASCULAR', 'LINEAR']), 'vascular calcifications along a line');
    assert.equal(phenomenonText('calcification', []), 'calcifications');
    assert.equal(phenomenonText('normal tissue', ['PECTORAL_MUSCLE']), 'pectoral muscle');
  });
});

describe('the reference annotator', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-reference-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('answers for every mined unit, names those above the bar, and its names are what explanations use', async () => {
    const store = await AnnotationStore.open(dir);
    const units: UnitId[] = [0, 1, 2].map((u) => unitId(unitIndex(u)));
    const ious = [
      ...overlaps({ OVAL: 0.2, CIRCUMSCRIBED: 0.3, BREAST: 0.9 }, 0),
      ...overlaps({ OVAL: 0.01, DENSE_TISSUE: 0.02 }, 1),
      ...overlaps({ VASCULAR: 0.06 }, 2),
      ...overlaps({ VASCULAR: 0.7 }, 7),
    ];
    const result = await annotateByReference({ ious, concepts, units, mining: 'm', network: 'n', store });
    assert.deepEqual(result, {
      expert: 'reference',
      unitsSeen: 3,
      unitsNamed: 2,
      unitsAboveIoU: 2,
      units: [
        { unit: 'unit_0001', concept: 'CIRCUMSCRIBED', iou: 0.3, named: true },
        { unit: 'unit_0002', concept: 'DENSE_TISSUE', iou: 0.02, named: false },
        { unit: 'unit_0003', concept: 'VASCULAR', iou: 0.06, named: true },
      ],
    });
    const answers = await store.answers('reference');
    assert.deepEqual(
      answers.map((a) => [a.unit, a.recognizable, a.network, a.mining]),
      [
        ['unit_0001', true, 'n', 'm'],
        ['unit_0002', false, 'n', 'm'],
        ['unit_0003', true, 'n', 'm'],
      ],
    );
    const names = namedUnits(answers);
    assert.deepEqual([...names.keys()], [0, 2]);
    assert.equal(names.get(unitIndex(0))?.[0].phenomena[0].description, 'oval mass with circumscribed margins');
  });

  it('asked again, replaces its answers', async () => {
    const store = await AnnotationStore.open(dir);
    const request = { concepts: Object.fromEntries(concepts), units: [unitId(unitIndex(0))], mining: 'm', network: 'n', store };
    await annotateByReference({ ...request, ious: overlaps({ OVAL: 0.5 }) });
    await annotateByReference({ ...request, ious: [] });
    assert.deepEqual(
      (await store.answers()).map((a) => a.recognizable),
      [false],
    );
  });
});

describe('named units', () => {
  it('gather what several experts say and pass over units that nobody recognizes or describes', () => {
    const base = { at: '2020-01-01T00:00:00.000Z', seconds: 1, network: 'n', mining: 'm', several: false };
    const said = [{ description: 'mass', association: 'unsure' as const, terms: [] }];
    const silent = [{ description: ' ', association: 'unsure' as const, terms: [] }];
    const answer = (unit: string, expert: string, recognizable: boolean, phenomena = said) => ({
      ...base,
      unit: unit as UnitId,
      expert,
      recognizable,
      phenomena,
    });
    const names = namedUnits([
      answer('unit_0004', 'ada', true),
      answer('unit_0004', 'bo', true),
      answer('unit_0005', 'ada', false),
      answer('unit_0006', 'ada', true, silent),
    ]);
    assert.deepEqual([...names.keys()], [3]);
    assert.deepEqual(
      names.get(unitIndex(3))?.map((n) => n.expert),
      ['ada', 'bo'],
    );
    assert.throws(() => namedUnits([answer('4', 'ada', true)]), RangeError);
  });
});
