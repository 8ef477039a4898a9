/** Where an evaluation lies in its run: its figures in one JSON file, tables and pictures in a folder beside it; written and opened here. */
import path from 'node:path';
import { readJson, writeFileWhole, writeJson } from '../project/files';
import { EVALUATION_FILES, type EvaluatedPart, type Evaluation, type EvaluationFileName, evaluationFile } from '../protocol/evaluation';
import { evaluationOfVersion2 } from '../protocol/openedEvaluation';

/** The folder with tables and pictures of a part. */
export function evaluationFolder(runDir: string, part: EvaluatedPart): string {
  return path.join(runDir, 'evaluation', part);
}

/** Writes every file whole, the JSON last: where it is, the others are there. */
export async function writeEvaluation(runDir: string, evaluation: Evaluation, files: Record<EvaluationFileName, string>): Promise<void> {
  const folder = evaluationFolder(runDir, evaluation.part);
  for (const name of EVALUATION_FILES) await writeFileWhole(path.join(folder, name), files[name]);
  await writeJson(path.join(runDir, evaluationFile(evaluation.part)), evaluation);
}

/** Throws ProblemError when there is none, or when it was made by another version of the program. */
export async function readEvaluation(runDir: string, part: EvaluatedPart): Promise<Evaluation> {
  const file = path.join(runDir, evaluationFile(part));
  const command = part === 'test' ? 'deepminer evaluate' : `deepminer evaluate --part ${part}`;
  return evaluationOfVersion2(await readJson(file, command), file, part);
}
