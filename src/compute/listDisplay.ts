/** The lists of the `deepminer` object as tables: the columns that a person looks for; the values stay whole. */
import { phenomenonWords } from '../annotation/named';
import { tableItems } from '../kernel/table';
import type { RunSummary, ViewListing } from '../protocol/compute';
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
