/** openEvaluation: what evaluate kept of a run, and whether the run uses another network by now. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { evaluationFolder, readEvaluation } from '../../evaluation/folder';
import { openProject, type Project } from '../../project/project';
import { findRun, runNames, usedNetwork } from '../../project/runs';
import { type EvaluatedPart, evaluationFile } from '../../protocol/evaluation';
import { outdatedText } from '../../protocol/openedEvaluation';
import type { Method } from '../method';

export const openEvaluation: Method<'openEvaluation'> = async ({ project: dir, run: name, part = 'test' }) => {
  const project = await openProject(dir);
  const { run, dir: runDir } = await findRun(project, name ?? (await newestEvaluated(project, part)));
  const evaluation = await readEvaluation(runDir, part);
  const outdated = outdatedText(evaluation, await usedNetwork(project, run));
  return { project: dir, run, part, evaluation, folder: evaluationFolder(runDir, part), ...(outdated && { outdated }) };
};

async function newestEvaluated(project: Project, part: EvaluatedPart): Promise<string | undefined> {
  for (const run of (await runNames(project)).reverse()) if (await isEvaluated(path.join(project.runsDir, run), part)) return run;
  return undefined;
}

function isEvaluated(runDir: string, part: EvaluatedPart): Promise<boolean> {
  return access(path.join(runDir, evaluationFile(part))).then(
    () => true,
    () => false,
  );
}
