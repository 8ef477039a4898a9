/** evaluate: AUC and partial AUC per class on the test patches, kept as evaluation.json in the run. */
import path from 'node:path';
import { evaluate as evaluatePatches } from '../../evaluation/evaluate';
import { writeJson } from '../../project/files';
import type { Evaluation } from '../../protocol/compute';
import type { Method } from '../method';
import { openData, openRun, patchesOf } from '../workspace';

export const evaluate: Method<'evaluate'> = async ({ project, run: name }, context) => {
  const data = await openData(project, context);
  const run = await openRun(data.project, name);
  const { store } = await patchesOf({ ...data, project: { ...data.project, config: run.config.config } }, 'test', context);
  try {
    const result = await evaluatePatches({
      classifier: run.classifier,
      store,
      classes: run.classifier.classes,
      part: 'test',
      task: context,
    });
    const evaluation: Evaluation = { run: run.run, checkpoint: run.checkpoint, ...result };
    await writeJson(path.join(run.dir, 'evaluation.json'), evaluation);
    return evaluation;
  } finally {
    await store.close();
  }
};
