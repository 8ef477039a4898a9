/** The split by case. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Case, Part } from '../../../src/dataset/model';
import { splitCases } from '../../../src/dataset/split';
import type { Finding, Pathology } from '../../../src/protocol/finding';

const classes = ['malignant', 'benign', 'benign_without_callback', 'unproven', 'normal'] as const;

function caseOf(id: string, label: (typeof classes)[number]): Case {
  const findings =
    label === 'normal' ? [] : [{ id: 1, lesions: [], pathology: label as Pathology, boundary: [], cores: [] } satisfies Finding];
  const view = { id: `${id}.LEFT_CC`, caseId: id, laterality: 'LEFT', projection: 'CC', file: '', width: 1, height: 1, bits: 12 } as const;
  return { id, dir: '', views: [{ ...view, findings }] };
}

/** 30 % normal, 35 % benign, 35 % malignant. */
const sample = (n: number, prefix = 'B') =>
  Array.from({ length: n }, (_, i) => caseOf(`${prefix}_${3000 + i}_1`, i % 20 < 6 ? 'normal' : i % 20 < 13 ? 'benign' : 'malignant'));
const shares = { holdout: 0.1, test: 0.1 };
const labelOf = (c: Case) => c.views[0].findings[0]?.pathology ?? 'normal';
const countOf = (cases: Case[], parts: Map<string, Part>, part: Part, label?: string) =>
  cases.filter((c) => parts.get(c.id) === part && (!label || labelOf(c) === label)).length;

describe('split', () => {
  it('gives every case one part, and the same one whatever their order', () => {
    const cases = sample(100);
    const parts = splitCases(cases, { seed: 1, ...shares });
    const again = splitCases(cases.slice().reverse(), { seed: 1, ...shares });
    assert.equal(parts.size, 100);
    for (const c of cases) assert.equal(parts.get(c.id), again.get(c.id));
  });

  it('of 100 cases gives each class its share in each part within two cases, for any seed', () => {
    const cases = sample(100);
    for (let seed = 0; seed < 200; seed++) {
      const parts = splitCases(cases, { seed, ...shares });
      for (const part of ['holdout', 'test'] as const)
        for (const label of ['normal', 'benign', 'malignant']) {
          const count = countOf(cases, parts, part, label);
          const target = 0.1 * cases.filter((c) => labelOf(c) === label).length;
          assert.ok(Math.abs(count - target) <= 2 && count >= 1, `seed ${seed}: ${count} ${label} in ${part}`);
        }
    }
  });

  it('of 2,000 cases gives each class its share within a fifth', () => {
    const cases = sample(2000);
    const parts = splitCases(cases, { seed: 7, ...shares });
    for (const part of ['holdout', 'test'] as const)
      for (const label of ['normal', 'benign', 'malignant']) {
        const target = 0.1 * cases.filter((c) => labelOf(c) === label).length;
        assert.ok(Math.abs(countOf(cases, parts, part, label) - target) <= 0.2 * target);
      }
  });

  it('puts each class of a data set of nine cases in every part', () => {
    for (let seed = 0; seed < 50; seed++) {
      const cases = [
        'normal',
        'benign',
        'malignant',
        'normal',
        'benign_without_callback',
        'malignant',
        'normal',
        'benign',
        'malignant',
      ] as const;
      const parts = splitCases(
        cases.map((label, i) => caseOf(`B_${i}_1`, label)),
        { seed, ...shares },
      );
      for (const part of ['train', 'holdout', 'test'])
        assert.equal(new Set(cases.filter((_, i) => parts.get(`B_${i}_1`) === part).map((c) => c.slice(0, 6))).size, 3);
    }
  });

  it('another seed gives another split', () => {
    const cases = sample(100);
    const parts = [1, 2].map((seed) => splitCases(cases, { seed, ...shares }));
    assert.ok(cases.some((c) => parts[0].get(c.id) !== parts[1].get(c.id)));
  });

  it('cases keep their part when others are added, but for the few that the balance of a small class had moved', () => {
    let kept = 0;
    let all = 0;
    for (let seed = 0; seed < 50; seed++) {
      const before = splitCases(sample(100), { seed, ...shares });
      const after = splitCases(sample(200), { seed, ...shares });
      for (const [id, part] of before) {
        all++;
        if (after.get(id) === part) kept++;
      }
    }
    assert.ok(kept / all > 0.97, `${kept} of ${all} kept`);
  });

  it('where every class is in balance by itself, adding cases moves none', () => {
    // 3,000 cases a class: chance alone stays well within a fifth.
    const cases = sample(9000);
    const before = splitCases(cases, { seed: 3, ...shares });
    const after = splitCases([...cases, ...sample(900, 'C')], { seed: 3, ...shares });
    for (const [id, part] of before) assert.equal(after.get(id), part);
  });

  it('with the earlier split at hand no case moves, and the new ones keep the balance', () => {
    for (let seed = 0; seed < 50; seed++) {
      const before = splitCases(sample(60), { seed, ...shares });
      const cases = sample(160);
      const after = splitCases(cases, { seed, ...shares, keep: before });
      for (const [id, part] of before) assert.equal(after.get(id), part);
      for (const label of ['normal', 'benign', 'malignant']) {
        const target = 0.1 * cases.filter((c) => labelOf(c) === label).length;
        assert.ok(Math.abs(countOf(cases, after, 'test', label) - target) <= 2);
      }
    }
  });

  it('any data set: every case in exactly one part, and with three cases no part is empty', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...classes), { minLength: 1, maxLength: 30 }), fc.nat(), (labels, seed) => {
        const cases = labels.map((label, i) => caseOf(`A_${i}_1`, label));
        const parts = splitCases(cases, { seed, ...shares });
        assert.deepEqual(
          [...parts.keys()],
          cases.map((c) => c.id),
        );
        if (cases.length >= 3) for (const part of ['train', 'holdout', 'test'] as const) assert.ok([...parts.values()].includes(part));
      }),
    );
  });

  it('a share of nothing gives an empty part, and shares that leave no training cases are refused', () => {
    const parts = splitCases(sample(40), { seed: 1, holdout: 0, test: 0.2 });
    assert.ok(![...parts.values()].includes('holdout'));
    assert.throws(() => splitCases(sample(4), { seed: 1, holdout: 0.5, test: 0.5 }), RangeError);
  });

  it('files a case under its worst finding, in whichever view that is', () => {
    const hidden = Array.from({ length: 20 }, (_, i) => {
      const benign = caseOf(`D_${i}_1`, 'benign');
      return { ...benign, views: [...benign.views, ...caseOf(benign.id, 'malignant').views] };
    });
    const benign = Array.from({ length: 60 }, (_, i) => caseOf(`E_${i}_1`, 'benign'));
    for (let seed = 0; seed < 50; seed++) {
      const parts = splitCases([...hidden, ...benign], { seed, ...shares });
      const count = hidden.filter((c) => parts.get(c.id) === 'test').length;
      assert.ok(count >= 1 && count <= 4, `seed ${seed}: ${count} of 20 in the test part`);
    }
  });

  it('is to the case what it was when the first projects were split', () => {
    const order = ['malignant', 'benign', 'benign_without_callback', 'unproven', 'normal'] as const;
    const cases = Array.from({ length: 700 }, (_, i) => caseOf(`B_${3000 + i}_1`, order[(i * 7) % 5]));
    const digest = createHash('sha256');
    for (const n of [3, 9, 40, 700])
      for (const seed of [1, 2, 77]) digest.update(JSON.stringify([...splitCases(cases.slice(0, n), { seed, holdout: 0.1, test: 0.15 })]));
    assert.equal(digest.digest('hex'), '4ce9e50ec9f360fefb9c9af8228527a1e626ebc81fa6e0ef4cebb28b5afb2bf5');
  });
});
