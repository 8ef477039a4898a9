/** evaluate: scores the patches of a part once and keeps figures, scores, tables and pictures in the run. */
import { patchInputs } from '../../auxiliary/caseFeatures';
import { evaluateScores } from '../../evaluation/evaluate';
import { evaluationFiles } from '../../evaluation/files';
import { writeEvaluation } from '../../evaluation/folder';
import { keptScores, sha256 } from '../../evaluation/keptScores';
import { scorePatches, scoresAddress } from '../../evaluation/patchScores';
import { caseTable, patchTable, viewTable } from '../../evaluation/scoreTables';
import type { Evaluation } from '../../protocol/evaluation';
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import { jobName } from '../deviceQueue';
import { featuresOf } from '../features';
import type { Method } from '../method';
import { deviceWork } from '../thisMachine';
import { openData, openRun, patchesOf } from '../workspace';

export const evaluate: Method<'evaluate'> = async ({ project, run: name, part = 'test', device }, context) => {
  const opened = await openData(project, context);
  const run = await openRun(opened.project, name);
  const { config } = run.config;
  const data = { ...opened, project: { ...opened.project, config } };
  const features = await featuresOf(run.classifier, data, context);
  const { classes } = run.classifier;
  const { store } = await patchesOf(data, part, context);
  try {
    const request = { classifier: run.classifier, store, classes, inputs: features && patchInputs(features), task: context };
    const address = scoresAddress(run.network, request);
    const kept = await keptScores(run.dir, part, address, { patches: store.patches, classes });
    if (kept) context.log('info', 'This network was evaluated on these patches before: their scores are used.');
    const probabilities =
      kept ??
      (await (
        await deviceWork(device, context, jobName('Evaluating', project, run.run))
      )((session) => scorePatches({ ...request, session })));
    const { known, scored, ...figures } = evaluateScores({
      cases: data.dataset.cases.filter((c) => data.parts.get(c.id) === part),
      patches: store.patches,
      classes,
      probabilities,
      rule: config.patches,
      background: opened.project.config.explanation.background,
      part,
    });
    const scores = patchTable(known, scored);
    const evaluation: Evaluation = {
      version: 2,
      run: run.run,
      checkpoint: run.checkpoint,
      network: run.network,
      ...figures,
      scores: { address, sha256: sha256(scores) },
      createdAt: new Date().toISOString(),
      notice: RESEARCH_NOTICE,
    };
    const tables = { scores, views: viewTable(known, scored), cases: caseTable(known, scored) };
    await writeEvaluation(run.dir, evaluation, evaluationFiles(evaluation, tables));
    return evaluation;
  } finally {
    await store.close();
  }
};
