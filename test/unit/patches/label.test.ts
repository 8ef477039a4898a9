import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type LabelRule, labelPatch, viewTruth } from '../../../src/patches/label';
import { AMBIGUOUS } from '../../../src/patches/patch';
import { rasterise } from '../../../src/pixels/polygon';
import type { Finding, Pathology } from '../../../src/protocol/finding';

const classes = ['normal', 'benign', 'malignant'];
const published: LabelRule = { minPatchCover: 0.3, minFindingCover: 0.3, rule: 'or', keepAmbiguous: false };
const SIZE = 40;

function finding(pathology: Pathology, boundary: number[], id = 1): Finding {
  return { id, lesions: [{ kind: 'mass' }], pathology, boundary, cores: [] };
}

/** A square of side + 1 pixels with its upper left pixel at (x, y). */
const square = (x: number, y: number, side: number) => [x, y, x + side, y, x + side, y + side, x, y + side];

/** The label by counting every pixel of every mask, straight from the definition. */
function byCounting(patch: { x: number; y: number; size: number }, findings: Finding[], rule: LabelRule): number {
  const inPatch = (i: number) => {
    const x = i % SIZE;
    const y = Math.floor(i / SIZE);
    return x >= patch.x && x < patch.x + patch.size && y >= patch.y && y < patch.y + patch.size;
  };
  const masks = findings.map((f) => ({ f, data: rasterise(f.boundary, SIZE, SIZE).data }));
  const claims = (pathologies: Pathology[]) => {
    const own = masks.filter((m) => pathologies.includes(m.f.pathology));
    let covered = 0;
    for (let i = 0; i < SIZE * SIZE; i++) if (inPatch(i) && own.some((m) => m.data[i])) covered++;
    const ofPatch = covered > 0 && covered >= rule.minPatchCover * patch.size ** 2;
    const ofFinding = own.some(({ data }) => {
      let total = 0;
      let inside = 0;
      for (let i = 0; i < SIZE * SIZE; i++) {
        total += data[i];
        if (inPatch(i)) inside += data[i];
      }
      return inside > 0 && inside >= rule.minFindingCover * total;
    });
    return { claimed: rule.rule === 'and' ? ofPatch && ofFinding : ofPatch || ofFinding, touched: covered > 0 };
  };
  const malignant = claims(['malignant']);
  const unproven = claims(['unproven']);
  const benign = claims(['benign', 'benign_without_callback']);
  if (malignant.claimed) return 2;
  if (unproven.claimed) return AMBIGUOUS;
  if (benign.claimed) return 1;
  if (!malignant.touched && !unproven.touched && !benign.touched) return 0;
  if (!rule.keepAmbiguous) return AMBIGUOUS;
  return malignant.touched ? 2 : unproven.touched ? AMBIGUOUS : 1;
}

describe('patch labels', () => {
  it('are what counting every pixel gives, for any findings, patch and rule', () => {
    const pathology = fc.constantFrom<Pathology>('malignant', 'benign', 'benign_without_callback', 'unproven');
    const coordinate = fc.integer({ min: -5, max: SIZE + 5 });
    const polygon = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 6 }).map((p) => p.flat());
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(pathology, polygon), { maxLength: 4 }),
        fc.record({ x: fc.nat(SIZE - 10), y: fc.nat(SIZE - 10), size: fc.integer({ min: 1, max: 10 }) }),
        fc.record({
          minPatchCover: share,
          minFindingCover: share,
          rule: fc.constantFrom<'or' | 'and'>('or', 'and'),
          keepAmbiguous: fc.boolean(),
        }),
        (drawn, patch, rule) => {
          const findings = drawn.map(([p, boundary], i) => finding(p, boundary, i + 1));
          assert.equal(labelPatch(patch, viewTruth({ findings }, SIZE, SIZE, classes), rule), byCounting(patch, findings, rule));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('take the class when 30 % of the patch is covered, though little of the finding lies in it', () => {
    // 6 of 20 columns of the patch, 6 of 31 of the finding.
    const truth = viewTruth({ findings: [finding('benign', square(14, 5, 30))] }, SIZE + 10, SIZE, classes);
    assert.equal(labelPatch({ x: 0, y: 10, size: 20 }, truth, published), 1);
    assert.equal(labelPatch({ x: 0, y: 10, size: 20 }, truth, { ...published, rule: 'and' }), AMBIGUOUS);
  });

  it('take the class when 30 % of one small finding lies in the patch', () => {
    const truth = viewTruth({ findings: [finding('malignant', square(17, 10, 9))] }, SIZE, SIZE, classes);
    assert.equal(labelPatch({ x: 0, y: 0, size: 20 }, truth, published), 2);
    assert.equal(labelPatch({ x: 0, y: 0, size: 19 }, truth, published), AMBIGUOUS);
  });

  it('let malignant win over benign, and both over a touch', () => {
    const both = viewTruth(
      { findings: [finding('benign', square(0, 0, 19)), finding('malignant', square(5, 5, 4), 2)] },
      SIZE,
      SIZE,
      classes,
    );
    assert.equal(labelPatch({ x: 0, y: 0, size: 20 }, both, published), 2);
    const touched = viewTruth(
      { findings: [finding('benign', square(0, 0, 19)), finding('malignant', square(19, 19, 15), 2)] },
      SIZE,
      SIZE,
      classes,
    );
    assert.equal(labelPatch({ x: 0, y: 0, size: 20 }, touched, published), 1);
  });

  it('count a finding that was not called back as benign, an unproven one as ambiguous', () => {
    const at = { x: 0, y: 0, size: 20 };
    assert.equal(
      labelPatch(at, viewTruth({ findings: [finding('benign_without_callback', square(2, 2, 9))] }, SIZE, SIZE, classes), published),
      1,
    );
    assert.equal(
      labelPatch(at, viewTruth({ findings: [finding('unproven', square(2, 2, 9))] }, SIZE, SIZE, classes), published),
      AMBIGUOUS,
    );
  });

  it('follow the configured order of classes', () => {
    const truth = viewTruth({ findings: [finding('malignant', square(2, 2, 9))] }, SIZE, SIZE, ['malignant', 'normal']);
    assert.equal(labelPatch({ x: 0, y: 0, size: 20 }, truth, published), 0);
    assert.equal(labelPatch({ x: 20, y: 20, size: 20 }, truth, published), 1);
  });

  it('is the class of a view without findings in every patch of it', () => {
    const photograph = viewTruth({ className: 'dog', findings: [] }, SIZE, SIZE, ['cat', 'dog'], null);
    assert.equal(labelPatch({ x: 0, y: 0, size: SIZE }, photograph, published), 1);
    assert.equal(labelPatch({ x: 3, y: 4, size: 5 }, photograph, published), 1);
    const unknown = viewTruth({ className: 'bird', findings: [] }, SIZE, SIZE, ['cat', 'dog'], null);
    assert.equal(labelPatch({ x: 0, y: 0, size: SIZE }, unknown, published), AMBIGUOUS);
  });

  it('is a finding’s own class, by the order of the classes, and the background class beside it', () => {
    const named = (className: string, boundary: number[]) => ({ ...finding('unproven', boundary), className });
    const findings = [named('effusion', square(0, 0, 9)), named('nodule', square(2, 2, 5))];
    const classes = ['none', 'nodule', 'effusion'];
    const label = (x: number, y: number, size: number, background: string | null) =>
      labelPatch({ x, y, size }, viewTruth({ className: 'effusion', findings }, SIZE, SIZE, classes, background), published);
    assert.equal(label(0, 0, 10, 'none'), 1);
    assert.equal(label(0, 0, 2, 'none'), 2);
    assert.equal(label(12, 12, 5, 'none'), 0);
    assert.equal(label(12, 12, 5, null), AMBIGUOUS);
  });
});
