/** How often named phenomena fit the findings' keywords and masks hit the outlines, over a data set, beside what dealing the names at random would give. */
import type { AgreementRow, AgreementShare, AgreementTable, ReportedView, UnitAgreement } from '../protocol/explanationReport';
import type { Finding, FindingKind } from '../protocol/finding';
import type { UnitId } from '../protocol/unit';
import { CaseResamples, intervalOfDraws } from '../statistics/caseResamples';
import { wilson } from '../statistics/wilson';
import { fits } from './agreement';

const DRAWS = 1000;
const SEED = 1;
const KINDS: readonly FindingKind[] = ['mass', 'calcification', 'other'];

type Agreeing = Pick<ReportedView, 'viewId' | 'caseId' | 'truth' | 'decidedClass' | 'shown'> & { findings: Pick<Finding, 'lesions'>[] };

/** A view with those of its findings that a row is about. */
interface Counted {
  view: Agreeing;
  /** Numbers of the findings in the view. */
  findings: number[];
}

/**
 * A row for all views with a finding, for every true class, finding kind, and class decided for, rightly (true positive) and wrongly
 * (false positive). Units and views of one case are not independent, so intervals resample cases. Where every unit or view of a row
 * agrees, or none, resamples cannot differ; there the case is the trial and the interval is Wilson's over cases.
 * @param classes the network's, in their order
 */
export function agreementTable(views: readonly Agreeing[], classes: readonly string[]): AgreementTable {
  const names = new Map<UnitId, UnitAgreement>(views.flatMap((v) => v.shown.map((u) => [u.unit, u] as const)));
  const row = (group: AgreementRow['group'], name: string, of: readonly Agreeing[], kind?: FindingKind) =>
    rowOf({ group, name, ...(kind && { kind }) }, countedViews(of, kind), [...names.values()]);
  const truths = [...new Set([...classes, ...views.flatMap((v) => v.truth ?? [])])];
  return {
    units: names.size,
    draws: DRAWS,
    seed: SEED,
    rows: [
      row('all', 'all views with a finding', views),
      ...truths.map((truth) =>
        row(
          'truth',
          truth,
          views.filter((v) => v.truth === truth),
        ),
      ),
      ...KINDS.map((kind) => row('kind', kind, views, kind)),
      ...classes.flatMap((c) => {
        const decided = views.filter((v) => v.decidedClass === c);
        const right = decided.filter((v) => v.truth === c);
        const wrong = decided.filter((v) => v.truth !== c);
        return [row('decision', `${c}, true positive`, right), row('decision', `${c}, false positive`, wrong)];
      }),
    ].filter((r) => r.group === 'all' || r.views > 0),
  };
}

function countedViews(views: readonly Agreeing[], kind?: FindingKind): Counted[] {
  return views
    .map((view) => ({
      view,
      findings: view.findings.flatMap((f, i) => (!kind || f.lesions.some((l) => l.kind === kind) ? [i] : [])),
    }))
    .filter(({ findings }) => findings.length > 0);
}

function rowOf(
  head: Pick<AgreementRow, 'group' | 'name' | 'kind'>,
  counted: readonly Counted[],
  names: readonly UnitAgreement[],
): AgreementRow {
  const units = counted.flatMap(({ view, findings }) =>
    view.shown.map((u) => ({ caseId: view.caseId, fits: findings.some((i) => u.fits[i]), hits: findings.some((i) => u.hits[i]) })),
  );
  const whole = counted.map(({ view, findings }) => ({
    caseId: view.caseId,
    fits: view.shown.some((u) => findings.some((i) => u.fits[i])),
    hits: view.shown.some((u) => findings.some((i) => u.hits[i])),
  }));
  const chance = chanceOf(counted, names);
  return {
    ...head,
    views: counted.length,
    cases: new Set(counted.map(({ view }) => view.caseId)).size,
    unitsFit: { ...shareOf(units, 'fits'), ...(chance && units.length > 0 && { chance: chance.units / units.length }) },
    unitsHit: shareOf(units, 'hits'),
    viewsFit: { ...shareOf(whole, 'fits'), ...(chance && { chance: chance.views / whole.length }) },
    viewsHit: shareOf(whole, 'hits'),
  };
}

function shareOf(trials: readonly { caseId: string; fits: boolean; hits: boolean }[], what: 'fits' | 'hits'): AgreementShare {
  const count = trials.filter((t) => t[what]).length;
  const of = trials.length;
  if (of === 0) return { count, of };
  const cases = new Set(trials.map((t) => t.caseId)).size;
  const ends = count === 0 ? wilson(0, cases) : count === of ? wilson(cases, cases) : undefined;
  const resamples = () =>
    new CaseResamples(
      trials.map((t) => t.caseId),
      { draws: DRAWS, seed: SEED },
    );
  // Of one case there is nothing to resample.
  const interval = ends ?? (cases > 1 ? intervalOfDraws(resamples().means(trials.map((t) => Number(t[what])))) : undefined);
  return { count, of, share: count / of, ...(interval && { low: interval.low, high: interval.high }) };
}

/**
 * Expected numbers of units and of views whose dealt name fits, each deal being a random one-to-one exchange of the names among all named
 * units: a unit bears any name with the same probability, and the k units of a view bear k different names, so the view goes without
 * a fit with the hypergeometric probability C(n - m, k) / C(n, k), m of n names fitting. nameFit.ts estimates the same by dealing.
 */
function chanceOf(counted: readonly Counted[], names: readonly UnitAgreement[]): { units: number; views: number } | undefined {
  if (names.length === 0 || counted.length === 0) return undefined;
  const chance = { units: 0, views: 0 };
  for (const { view, findings } of counted) {
    const about = findings.map((i) => view.findings[i]);
    const fitting = names.filter(({ annotations }) =>
      annotations.some((a) => a.phenomena.some((p) => about.some((f) => fits(p, f)))),
    ).length;
    const shown = view.shown.length;
    let none = 1;
    for (let i = 0; i < shown; i++) none *= Math.max(0, names.length - fitting - i) / (names.length - i);
    chance.units += (shown * fitting) / names.length;
    chance.views += 1 - none;
  }
  return chance;
}
