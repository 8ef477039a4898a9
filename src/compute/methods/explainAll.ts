/** explainAll: a browsable report of the explanations of a part of the split, its agreement table and its failures. */
import path from 'node:path';
import { settledAnswers } from '../../annotation/projectAnswers';
import { reasonOf } from '../../explanation/report/failure';
import { writeReport } from '../../explanation/report/write';
import { describeProblem, ProblemError } from '../../protocol/problem';
import { jobName } from '../deviceQueue';
import type { Method } from '../method';
import { openMining } from '../mined';
import { reportAssets } from '../reportAssets';
import { deviceWork } from '../thisMachine';
import { openData, openRun, viewsOf } from '../workspace';
import { knownFeatures } from './explain';

export const explainAll: Method<'explainAll'> = async ({ project, run: name, part, className, out, limit, device }, context) => {
  const start = Date.now();
  const assets = await reportAssets();
  const data = await openData(project, context);
  const run = await openRun(data.project, name);
  const { dir: mining, manifest } = await openMining(run, data);
  const { answers, problems } = await settledAnswers(data.project.annotationsDir, manifest.network);
  for (const problem of problems) context.log('warn', describeProblem(problem));
  const views = viewsOf(data, part === 'all' ? undefined : part).slice(0, limit);
  if (views.length === 0)
    throw new ProblemError({
      code: 'explain.noViews',
      file: data.project.dataDir,
      found: `no view in the ${part} part`,
      expected: 'at least one view to explain',
      remedy: 'Choose another part: train, holdout, test or all.',
    });
  const features = await knownFeatures(run, data, context);
  const onDevice = await deviceWork(device, context, jobName('Explaining all views of', project, run.run));
  const report = await onDevice((session) =>
    writeReport({
      classifier: run.classifier,
      views,
      parts: data.parts,
      part,
      className,
      mining,
      answers,
      features,
      config: { ...run.config.config, explanation: data.project.config.explanation },
      source: { network: run.network, architecture: run.summary.network, run: run.run, checkpoint: run.checkpoint },
      leftOut: data.dataset.problems.filter((p) => p.severity === 'error').map((p) => reasonOf(p, [data.dataset.root])),
      dir: out ?? path.join(run.dir, 'explanations', `report-${part}`),
      assets,
      task: context,
      session,
    }),
  );
  return { ...report, seconds: (Date.now() - start) / 1000 };
};
