/** `deepminer demo DIR`: the whole method once on synthetic mammograms, with its figures measured on the way. */
import path from 'node:path';
import type { MethodContext } from '../compute/method';
import { methods } from '../compute/methods';
import { nameFit } from '../explanation/nameFit';
import { writeFileWhole, writeJson } from '../project/files';
import type { DeviceChoice } from '../protocol/device';
import type { Explanation } from '../protocol/explanation';
import { paced } from '../protocol/task';
import { walkthrough } from './demoNotebook';
import { table } from './terminal';

export interface DemoOptions {
  dir: string;
  cases: number;
  seed: number;
  /** Train with features.csv beside the images. Default false. */
  features?: boolean;
  /** Where networks run. */
  device?: DeviceChoice;
  /** Where the figures go as JSON. */
  summary?: string;
}

/** Everything in it is computed in the run. */
export interface DemoSummary {
  auc: Record<string, number>;
  coverage: Record<string, number>;
  /** Units that the reference annotator named. */
  unitsAnnotated: number;
  /** Named units whose best concept IoU reaches 0.04. */
  unitsAboveIoU: number;
  /** Share of test views with a finding that have a shown, named unit whose annotation fits the finding. */
  explanationFit: number;
  /** The same when the names are dealt to the units at random: with many names a view, most of this figure is luck. */
  explanationFitShuffled: number;
  /** Share of all shown named units whose name fits, and the same with names dealt at random: what the names know. */
  unitFit: number;
  unitFitShuffled: number;
  trainPatches: number;
  /** Per stage. */
  seconds: Record<string, number>;
}

export async function demo(
  { dir: project, cases, seed, features, device, summary: summaryFile }: DemoOptions,
  context: MethodContext,
): Promise<string> {
  const seconds: Record<string, number> = {};
  const stage = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    try {
      return await work();
    } finally {
      seconds[name] = Math.round((performance.now() - start) / 100) / 10;
    }
  };

  await stage('sample', () => methods.createSample({ dir: project, cases, seed, features }, context));
  const run = await stage('train', () => methods.train({ project, device }, context));
  const evaluation = await stage('evaluate', () => methods.evaluate({ project, device }, context));
  const mining = await stage('mine', () => methods.mine({ project, device }, context));
  const reference = await stage('annotate', () => methods.annotateByReference({ project, device }, context));
  const explained = await stage('explain', () => explainFindings(project, device, context));
  const notebook = path.join(project, 'walkthrough.ipynb');
  await stage('notebook', async () => writeFileWhole(notebook, await walkthrough(project, context)));

  const auc = Object.fromEntries(Object.entries(evaluation.classes).flatMap(([name, c]) => ('missing' in c ? [] : [[name, c.auc]])));
  const { own, shuffled } = nameFit(explained);
  const summary: DemoSummary = {
    auc,
    coverage: mining.coverage,
    unitsAnnotated: reference.unitsNamed,
    unitsAboveIoU: reference.unitsAboveIoU,
    explanationFit: own.views,
    explanationFitShuffled: shuffled.views,
    unitFit: own.units,
    unitFitShuffled: shuffled.units,
    trainPatches: run.trainPatches,
    seconds,
  };
  if (summaryFile) await writeJson(summaryFile, summary);
  return report(summary, explained.length, run.dir, notebook, summaryFile);
}

/** The explanations of all test views with a finding. */
async function explainFindings(project: string, device: DeviceChoice | undefined, context: MethodContext): Promise<Explanation[]> {
  const views = (await methods.listViews({ project, part: 'test' }, context)).filter((v) => v.findings > 0);
  const explained: Explanation[] = [];
  const progress = paced('explain', views.length, context);
  for (const view of views) {
    explained.push((await methods.explain({ project, view: view.viewId, device }, { ...context, progress: () => undefined })).explanation);
    progress(explained.length, view.viewId);
  }
  return explained;
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

function report(s: DemoSummary, views: number, runDir: string, notebook: string, summaryFile: string | undefined): string {
  const rows = Object.entries(s.coverage).map(([name, share]) => [name, s.auc[name]?.toFixed(3) ?? '-', `${(100 * share).toFixed(1)} %`]);
  const total = Object.values(s.seconds).reduce((a, b) => a + b, 0);
  return [
    '',
    table(['class', 'test AUC', 'coverage'], rows),
    '',
    `${s.unitsAnnotated} units named; ${s.unitsAboveIoU} of them reach a concept IoU of 0.04`,
    `${percent(s.explanationFit)} of ${views} test views with a finding have a named unit that fits it (${percent(s.explanationFitShuffled)} with names dealt at random)`,
    `${percent(s.unitFit)} of the shown names fit (${percent(s.unitFitShuffled)} with names dealt at random)`,
    `${s.trainPatches} training patches; ${total.toFixed(0)} s: ${Object.entries(s.seconds)
      .map(([name, t]) => `${name} ${t.toFixed(0)}`)
      .join(', ')}`,
    '',
    `notebook  ${notebook}`,
    `run       ${runDir}`,
    ...(summaryFile ? [`figures   ${summaryFile}`] : []),
    '',
    'See and repeat it in VS Code: npm start',
  ].join('\n');
}
