/** evaluate: AUC and partial AUC per class on the test patches, kept as evaluation.json in the run. */
import path from 'node:path';
import { patchInputs } from '../../auxiliary/caseFeatures';
import { evaluate as evaluatePatches } from '../../evaluation/evaluate';
import { writeJson } from '../../project/files';
import type { Evaluation } from '../../protocol/compute';
import { featuresOf } from '../features';
import type { Method } from '../method';
import { deviceWork } from '../thisMachine';
import { openData, openRun, patchesOf } from '../workspace';

export const evaluate: Method<'evaluate'> = async ({ project, run: name, device }, context) => {
  const opened = await openData(project, context);
  const run = await openRun(opened.project, name);
  const data = { ...opened, project: { ...opened.project, config: run.config.config } };
  const features = await featuresOf(run.classifier, data, context);
  const onDevice = await deviceWork(device, context);
  const { store } = await patchesOf(data, 'test', context);
  try {
    const result = await onDevice((session) =>
      evaluatePatches({
        classifier: run.classifier,
        store,
        classes: run.classifier.classes,
        part: 'test',
        inputs: features && patchInputs(features),
        task: context,
        session,
      }),
    );
    const evaluation: Evaluation = { run: run.run, checkpoint: run.checkpoint, ...result };
    await writeJson(path.join(run.dir, 'evaluation.json'), evaluation);
    return evaluation;
  } finally {
    await store.close();
  }
};
