/** Results as text for the terminal. */
import type { ExplainResult, ReferenceAnnotation, RunSummary, SampleSummary, StartedRun, ViewListing } from '../protocol/compute';
import { duration, table } from './terminal';

const fixed = (x: number | undefined, digits = 3) => (x === undefined ? '-' : x.toFixed(digits));

export function sampleText(s: SampleSummary): string {
  return `${s.cases} cases, ${s.views} views, ${s.findings} findings written to ${s.dir}`;
}

export function runText(r: RunSummary): string {
  const m = r.last;
  const head = `${r.run}: ${r.status}${r.failure ? ` (${r.failure.message})` : ''}, ${r.epochsDone} of ${r.epochs} epochs of ${r.network} on ${r.trainPatches} patches\n${r.dir}`;
  if (!m) return head;
  const rows = (['train', 'holdout'] as const).map((p) => [
    p,
    fixed(m[p].loss),
    fixed(100 * m[p].accuracy, 1),
    ...Object.values(m[p].auc).map((a) => fixed(a)),
  ]);
  const header = ['part', 'loss', 'accuracy %', ...Object.keys(m.train.auc).map((c) => `AUC ${c}`)];
  const rate = r.learningRate === undefined ? '' : `, learning rate ${r.learningRate}`;
  const best = r.bestEpoch === undefined || r.bestEpoch === m.epoch ? '' : `; best on the hold-out part: epoch ${r.bestEpoch}`;
  return `${head}\nlast epoch: ${duration(m.seconds)}, ${m.patchesPerSecond.toFixed(0)} patches/s${rate}${best}\n\n${table(header, rows)}`;
}

export function startedText(s: StartedRun): string {
  return `${s.run} is being trained by process ${s.pid}, which goes on when this terminal is closed.\nFollow it: deepminer follow --run "${s.run}"\nCancel it: deepminer cancel --run "${s.run}"\nIts log:   ${s.log}`;
}

export function referenceText(r: ReferenceAnnotation): string {
  const rows = r.units.filter((u) => u.named).map((u) => [u.unit, u.concept, fixed(u.iou)]);
  return `${r.unitsNamed} of ${r.unitsSeen} units named by ${r.expert}; ${r.unitsAboveIoU} reach a concept IoU of 0.04\n\n${table(['unit', 'concept', 'IoU'], rows)}`;
}

export function explanationText(r: ExplainResult): string {
  return `${r.text}\n\n${r.file}`;
}

export function runsText(runs: RunSummary[]): string {
  if (runs.length === 0) return 'No runs yet. Train one: deepminer train';
  const rows = runs.map((r) => [
    r.run,
    r.progress && r.progress.total > 0 ? `${r.status} ${Math.floor((100 * r.progress.done) / r.progress.total)} %` : r.status,
    r.network,
    `${r.epochsDone}/${r.epochs}`,
    fixed(r.last?.holdout.loss),
    r.evaluated ? 'yes' : 'no',
    r.mined ? 'yes' : 'no',
  ]);
  return table(['run', 'status', 'network', 'epochs', 'hold-out loss', 'evaluated', 'mined'], rows);
}

export function viewsText(views: ViewListing[]): string {
  return table(
    ['view', 'part', 'label', 'findings'],
    views.map((v) => [v.viewId, v.part, v.label, String(v.findings)]),
  );
}
