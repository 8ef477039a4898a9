/** measureFaithfulness: silenced units, deletion and insertion, and the pointing game, kept beside the run's mining result. */
import path from 'node:path';
import { settledAnswers } from '../../annotation/projectAnswers';
import { FAITHFULNESS_FILE, measureFaithfulness as measure } from '../../faithfulness/measure';
import { completeOptions, optionsIn } from '../../faithfulness/options';
import { allFigures } from '../../faithfulness/report/figures';
import { themed } from '../../faithfulness/report/ink';
import { pageOf } from '../../faithfulness/report/page';
import { textOf } from '../../faithfulness/report/words';
import { describeProblem } from '../../protocol/problem';
import { jobName } from '../deviceQueue';
import { featuresOf } from '../features';
import type { Method } from '../method';
import { openMining } from '../mined';
import { deviceWork } from '../thisMachine';
import { openData, openRun, patchesOf, viewsOf } from '../workspace';

export const measureFaithfulness: Method<'measureFaithfulness'> = async ({ project, run: name, device, ...params }, context) => {
  const options = completeOptions(optionsIn(params));
  const opened = await openData(project, context);
  const run = await openRun(opened.project, name);
  const mining = await openMining(run);
  const annotations = await settledAnswers(opened.project.annotationsDir, run.network);
  for (const problem of annotations.problems) context.log('warn', describeProblem(problem));
  // Patches as the run was trained on them; views are decided as explanations decide them now.
  const data = { ...opened, project: { ...opened.project, config: run.config.config } };
  const features = await featuresOf(run.classifier, data, context);
  const onDevice = await deviceWork(device, context, jobName('Measuring faithfulness of', project, run.run));
  const { faithfulness, reused } = await onDevice(async (session) => {
    const { store } = await patchesOf(data, options.part, context);
    try {
      return await measure({
        classifier: run.classifier,
        mining,
        answers: annotations.answers,
        store,
        views: viewsOf(data, options.part),
        features,
        config: { ...run.config.config, explanation: opened.project.config.explanation },
        source: { run: run.run, checkpoint: run.checkpoint, network: run.network },
        cacheDir: path.join(opened.project.cacheDir, 'faithfulness'),
        options,
        task: context,
        session,
      });
    } finally {
      await store.close();
    }
  });
  return {
    faithfulness,
    reused,
    text: textOf(faithfulness),
    svg: allFigures(faithfulness, themed),
    page: pageOf(faithfulness),
    file: path.join(mining.dir, FAITHFULNESS_FILE),
  };
};
