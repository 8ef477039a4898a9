/** The agreement table against counts, intervals and deals by NumPy (test/golden/agreement_table.py), and at its ends. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { agreementTable } from '../../../src/explanation/agreementTable';
import { nameFit } from '../../../src/explanation/nameFit';
import { agreementCsv, agreementNote, rowCells } from '../../../src/explanation/report/agreementText';
import type { Explanation } from '../../../src/protocol/explanation';
import type { AgreementRow, AgreementShare, ReportedView } from '../../../src/protocol/explanationReport';
import type { Finding, FindingKind, Lesion } from '../../../src/protocol/finding';
import { unitId, unitIndex } from '../../../src/protocol/unit';

interface Golden {
  classes: string[];
  names: { category: 'mass' | 'calcification'; term: string }[];
  views: {
    case: number;
    side: number;
    truth: string;
    decided: string;
    findings: { kind: 'mass' | 'calcification'; term: string }[];
    shown: number[];
    hits: boolean[][];
  }[];
  rows: (Pick<AgreementRow, 'group' | 'name' | 'views' | 'cases'> & {
    chance: { units: number; views: number };
  } & Record<
      'unitsFit' | 'unitsHit' | 'viewsFit' | 'viewsHit',
      { count: number; of: number; interval: [number, number] | null; exact: boolean }
    >)[];
}

const golden = JSON.parse(readFileSync(new URL('../../golden/agreement_table.json', import.meta.url), 'utf8')) as Golden;

const lesionOf = (kind: FindingKind, term: string): Lesion => (kind === 'mass' ? { kind, shape: [term] } : { kind, type: [term] });
const named = (category: 'mass' | 'calcification', term: string) => [
  { expert: 'ada', phenomena: [{ description: '', association: 'unsure' as const, category, terms: [term] }] },
];

const views: ReportedView[] = golden.views.map((v) => ({
  viewId: `${v.case}.${v.side}`,
  caseId: String(v.case),
  width: 1,
  height: 1,
  truth: v.truth,
  decidedClass: v.decided,
  explainedClass: v.decided,
  scores: {},
  summary: '',
  findings: v.findings.map((f) => ({ lesions: [lesionOf(f.kind, f.term)], boundary: [], pathology: 'benign' })),
  shown: v.shown.map((u, i) => ({
    unit: unitId(unitIndex(u)),
    annotations: named(golden.names[u].category, golden.names[u].term),
    fits: v.findings.map((f) => f.kind === golden.names[u].category && f.term === golden.names[u].term),
    hits: v.hits[i],
  })),
}));

describe('the agreement table', () => {
  const table = agreementTable(views, golden.classes);

  it('has the rows and counts of the golden table', () => {
    const plain = (r: Pick<AgreementRow, 'group' | 'name' | 'views' | 'cases'>) => [r.group, r.name, r.views, r.cases];
    assert.deepEqual(table.rows.map(plain), golden.rows.map(plain));
    for (const [i, expected] of golden.rows.entries())
      for (const figure of ['unitsFit', 'unitsHit', 'viewsFit', 'viewsHit'] as const) {
        const { count, of, share } = table.rows[i][figure];
        assert.deepEqual([count, of], [expected[figure].count, expected[figure].of], `${expected.name} ${figure}`);
        assert.equal(share, count / of);
      }
  });

  it("has NumPy's intervals: exactly where all agree or none does, as near as resamples can be elsewhere", () => {
    for (const [i, expected] of golden.rows.entries())
      for (const figure of ['unitsFit', 'unitsHit', 'viewsFit', 'viewsHit'] as const) {
        const { interval, exact } = expected[figure];
        const found = table.rows[i][figure];
        // Few cases give few values, so that a quantile of 1000 draws may stand one value beside that of 20000.
        const within = exact ? 1e-12 : expected.cases > 5 ? 0.05 : 0.2;
        for (const [end, value] of [found.low, found.high].entries())
          assert.ok(Math.abs(value! - interval![end]) < within, `${expected.name} ${figure}: ${value} for ${interval![end]}`);
      }
  });

  it('has the chance level that dealing the names 20000 times gives', () => {
    for (const [i, { chance, name }] of golden.rows.entries()) {
      assert.ok(Math.abs(table.rows[i].unitsFit.chance! - chance.units) < 0.005, name);
      assert.ok(Math.abs(table.rows[i].viewsFit.chance! - chance.views) < 0.01, name);
    }
  });

  it('agrees with the deals of nameFit', () => {
    const explained = views.map(
      (v) => ({ evidence: v.shown, findings: v.findings as Finding[] }) as unknown as Pick<Explanation, 'evidence' | 'findings'>,
    );
    // nameFit deals among the units of views with findings: those of this table, where every unit is on one.
    const withFindings = agreementTable(
      views.filter((v) => v.findings.length > 0),
      golden.classes,
    );
    const { own, shuffled } = nameFit(explained, 3, 3000);
    const [all] = withFindings.rows;
    assert.deepEqual([all.unitsFit.share, all.viewsFit.share], [own.units, own.views]);
    assert.ok(Math.abs(all.unitsFit.chance! - shuffled.units) < 0.01 && Math.abs(all.viewsFit.chance! - shuffled.views) < 0.02);
  });

  it('counts a finding kind by its own findings alone', () => {
    const both = {
      ...views[0],
      findings: [
        { lesions: [lesionOf('mass', 'OVAL')], boundary: [], pathology: 'benign' as const },
        { lesions: [lesionOf('calcification', 'CLUSTERED')], boundary: [], pathology: 'benign' as const },
      ],
      shown: [{ unit: unitId(unitIndex(0)), annotations: named('mass', 'OVAL'), fits: [true, false], hits: [false, true] }],
    };
    const rows = agreementTable([both], golden.classes).rows.filter((r) => r.group === 'kind');
    assert.deepEqual(
      rows.map((r) => [r.name, r.unitsFit.count, r.unitsHit.count]),
      [
        ['mass', 1, 0],
        ['calcification', 0, 1],
      ],
    );
  });

  it('says nothing of what is not there: no view with a finding, no unit with a name, one case', () => {
    const empty = agreementTable([], golden.classes);
    assert.deepEqual(
      empty.rows.map((r) => [r.group, r.views, r.unitsFit]),
      [['all', 0, { count: 0, of: 0 }]],
    );
    const unnamed = agreementTable(
      views.map((v) => ({ ...v, shown: [] })),
      golden.classes,
    );
    assert.deepEqual(unnamed.rows[0].unitsFit, { count: 0, of: 0 });
    assert.equal(unnamed.rows[0].viewsFit.chance, undefined);
    assert.doesNotMatch(unnamed.rows.flatMap(rowCells).join(), /NaN|undefined/);
    const oneCase = agreementTable(
      views.map((v) => ({ ...v, caseId: 'one' })),
      golden.classes,
    ).rows[0];
    assert.equal(oneCase.unitsHit.low, undefined);
  });

  it('is written as CSV with a line a row and every figure as it is', () => {
    const [header, ...lines] = agreementCsv(table).trim().split('\n');
    assert.equal(lines.length, table.rows.length);
    const column = header.split(',').indexOf('unitsFit_share');
    assert.equal(Number(lines[0].split(',')[column]), (table.rows[0].unitsFit as AgreementShare).share);
    assert.match(lines.at(-1)!, /^decision,"malignant, false positive",/);
    assert.match(agreementNote(table), /1000 resamples of cases.*14 units/);
  });
});
