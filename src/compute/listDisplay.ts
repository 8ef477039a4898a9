/** The lists of the `deepminer` object as tables: the columns that a person looks for; the values stay whole. */
import { phenomenonWords } from '../annotation/named';
import { escapeHtml, tableItems } from '../kernel/table';
import type { RunSummary, ViewListing } from '../protocol/compute';
import { checkHeadline, type DataCheck } from '../protocol/dataCheck';
import type { ListedUnit } from '../protocol/units';

export function runItems(runs: readonly RunSummary[]): Record<string, string> {
  return tableItems(
    runs.map(({ run, status, network, epochsDone, epochs, trainPatches, last, mined, evaluated }) => ({
      run,
      status,
      network,
      epochs: `${epochsDone} of ${epochs}`,
      'training patches': trainPatches,
      'hold-out loss': last?.holdout.loss,
      'hold-out accuracy': last?.holdout.accuracy,
      evaluated: evaluated ? 'yes' : 'no',
      mined: mined ? 'yes' : 'no',
    })),
  );
}

export function viewItems(views: readonly ViewListing[]): Record<string, string> {
  return tableItems(views.map(({ viewId, caseId, part, label, findings }) => ({ view: viewId, case: caseId, part, label, findings })));
}

/** The counts of a checked data set by class and part, and what was found in a sentence. */
export function checkItems(check: DataCheck): Record<string, string> {
  const row = (name: string, { cases, views, findings, parts }: Omit<DataCheck['counts']['classes'][number], 'className'>) => ({
    class: name,
    cases,
    views,
    findings,
    'training cases': parts.train.cases,
    'hold-out cases': parts.holdout.cases,
    'test cases': parts.test.cases,
  });
  const counts = tableItems([...check.counts.classes.map((c) => row(c.className, c)), row('all', check.counts)]);
  const problems = tableItems(
    check.problems.map(({ severity, kind, file, line, found, remedy }) => ({ severity, kind, file, line, found, remedy })),
    ['severity', 'kind', 'file', 'line', 'found', 'remedy'],
  );
  const words = checkHeadline(check);
  const wrong = check.problems.length > 0;
  return {
    'text/html': `<p>${escapeHtml(words)}</p>${counts['text/html']}${wrong ? problems['text/html'] : ''}`,
    'text/plain': [words, counts['text/plain'], ...(wrong ? [problems['text/plain']] : [])].join('\n'),
  };
}

export function unitItems(units: readonly ListedUnit[]): Record<string, string> {
  return tableItems(units.map(unitRow));
}

function unitRow({ unit, ranks, annotations, unrecognized, concepts, maxActivation, patches }: ListedUnit): Record<string, unknown> {
  const names = annotations.flatMap(({ expert, phenomena }) => phenomena.map((p) => `${phenomenonWords(p)} (${p.association}, ${expert})`));
  const best = concepts?.found[0];
  return {
    unit,
    ranks: ranks.map(({ className, rank }) => `${className} #${rank}`).join(', '),
    annotation: names.join('; ') || (unrecognized.length > 0 ? 'nothing recognizable' : ''),
    'best concept': best ? `${best.concept} ${best.iou.toFixed(2)}` : '',
    'largest activation': maxActivation,
    patches,
  };
}
