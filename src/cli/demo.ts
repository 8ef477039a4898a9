/** `deepminer demo DIR`: the whole method once on synthetic mammograms, with its figures measured on the way. */
import path from 'node:path';
import type { MethodContext } from '../compute/method';
import { methods } from '../compute/methods';
import { writeFileWhole, writeJson } from '../project/files';
import type { ClassEvaluation } from '../protocol/compute';
import { walkthrough } from './demoNotebook';
import { table } from './terminal';

export interface DemoOptions {
  dir: string;
  cases: number;
  seed: number;
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
  trainPatches: number;
  /** Per stage. */
  seconds: Record<string, number>;
}

export async function demo({ dir: project, cases, seed, summary: summaryFile }: DemoOptions, context: MethodContext): Promise<string> {
  const seconds: Record<string, number> = {};
  const stage = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    try {
      return await work();
    } finally {
      seconds[name] = Math.round((performance.now() - start) / 100) / 10;
    }
  };

  await stage('sample', () => methods.createSample({ dir: project, cases, seed }, context));
  const run = await stage('train', () => methods.train({ project }, context));
  const evaluation = await stage('evaluate', () => methods.evaluate({ project }, context));
  const mining = await stage('mine', () => methods.mine({ project }, context));
  const reference = await stage('annotate', () => methods.annotateByReference({ project }, context));
  const fits = await stage('explain', () => explainFindings(project, context));
  const notebook = path.join(project, 'walkthrough.ipynb');
  await stage('notebook', async () => writeFileWhole(notebook, await walkthrough(project, context)));

  const auc = Object.fromEntries(
    Object.entries(evaluation.classes).flatMap(([name, c]) => ('missing' in c ? [] : [[name, (c as ClassEvaluation).auc]])),
  );
  const summary: DemoSummary = {
    auc,
    coverage: mining.coverage,
    unitsAnnotated: reference.unitsNamed,
    unitsAboveIoU: reference.unitsAboveIoU,
    explanationFit: fits.length === 0 ? 0 : fits.filter(Boolean).length / fits.length,
    trainPatches: run.trainPatches,
    seconds,
  };
  if (summaryFile) await writeJson(summaryFile, summary);
  return report(summary, fits.length, run.dir, notebook, summaryFile);
}

/** Per test view with a finding: does a shown unit's annotation fit it? */
async function explainFindings(project: string, context: MethodContext): Promise<boolean[]> {
  const views = (await methods.listViews({ project, part: 'test' }, context)).filter((v) => v.findings > 0);
  const fits: boolean[] = [];
  const start = performance.now();
  for (const view of views) {
    const { explanation } = await methods.explain({ project, view: view.viewId }, { ...context, progress: () => undefined });
    fits.push(explanation.agreement?.some((a) => a.fits) ?? false);
    const secondsLeft = ((performance.now() - start) / 1000 / fits.length) * (views.length - fits.length);
    context.progress({ stage: 'explain', done: fits.length, total: views.length, secondsLeft, message: view.viewId });
  }
  return fits;
}

function report(s: DemoSummary, views: number, runDir: string, notebook: string, summaryFile: string | undefined): string {
  const rows = Object.entries(s.coverage).map(([name, share]) => [name, s.auc[name]?.toFixed(3) ?? '-', `${(100 * share).toFixed(1)} %`]);
  const total = Object.values(s.seconds).reduce((a, b) => a + b, 0);
  return [
    '',
    table(['class', 'test AUC', 'coverage'], rows),
    '',
    `${s.unitsAnnotated} units named; ${s.unitsAboveIoU} of them reach a concept IoU of 0.04`,
    `${(100 * s.explanationFit).toFixed(0)} % of ${views} test views with a finding have a named unit that fits it`,
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
