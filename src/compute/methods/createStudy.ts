/** createStudy: draws the cases of a reader study from the test part and writes its plan and its key. */
import path from 'node:path';
import { settledAnswers } from '../../annotation/projectAnswers';
import { explainWith } from '../../explanation/explain';
import { describeProblem } from '../../protocol/problem';
import { makeStudy } from '../../study/draw/create';
import { nextStudyName, requireFree, writeStudy } from '../../study/draw/write';
import { studyPower } from '../../study/power';
import type { Method } from '../method';
import { openMining } from '../mined';
import { deviceWork } from '../thisMachine';
import { withViewNetwork } from '../warmNetwork';
import { openData, openRun } from '../workspace';
import { knownFeatures } from './explain';

export const createStudy: Method<'createStudy'> = async ({ project, run: runName, name: given, choices, device }, context) => {
  const data = await openData(project, context);
  const { dir } = data.project;
  const name = given ?? (await nextStudyName(dir));
  await requireFree(dir, name);
  const run = await openRun(data.project, runName);
  const { dir: mining, manifest } = await openMining(run, data);
  const { answers, problems } = await settledAnswers(data.project.annotationsDir, manifest.network);
  for (const problem of problems) context.log('warn', describeProblem(problem));
  const features = await knownFeatures(run, data, context);
  const source = { network: run.network, architecture: run.summary.network, run: run.run, checkpoint: path.basename(run.checkpoint) };
  const config = { ...run.config.config, explanation: data.project.config.explanation };
  const quiet = { ...context, progress: () => undefined };
  const onDevice = await deviceWork(device, context);
  const made = await onDevice((session) =>
    withViewNetwork(run, session, context.signal, (network) =>
      makeStudy({
        name,
        choices,
        cases: data.dataset.cases.filter((c) => data.parts.get(c.id) === 'test'),
        classes: run.classifier.classes,
        source: { ...source, mining: manifest.hash },
        answers,
        created: new Date().toISOString(),
        task: context,
        explain: async (view, { units, className, answers }) => {
          const explanation = { ...config.explanation, units, amongTop: run.classifier.units };
          const request = { classifier: run.classifier, view, part: 'test' as const, className, mining, answers, features };
          return (await explainWith(network, { ...request, config: { ...config, explanation }, source, task: quiet })).explanation;
        },
      }),
    ),
  );
  const files = await writeStudy(dir, made);
  return { plan: made.plan, ...files, power: studyPower(made.plan.cases.length) };
};
