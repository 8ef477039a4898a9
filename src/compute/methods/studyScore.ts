/** scoreStudy, exportStudyScore and studyLabels: what a reader study came to. These, and no method that a reader's page asks, open keys. */
import path from 'node:path';
import { writeFileWhole, writeJson } from '../../project/files';
import { openProject } from '../../project/project';
import { describeProblem } from '../../protocol/problem';
import type { StudyScore } from '../../protocol/study';
import type { ScoredStudy } from '../../protocol/studyFiles';
import { openKey, openPlan, studyDir } from '../../study/folder';
import { labelReport } from '../../study/published/labelReport';
import { lostWords } from '../../study/published/labelText';
import { scorePublished } from '../../study/published/published';
import { scoreStudy as scoreOfStudy } from '../../study/score/score';
import { scoreTables } from '../../study/score/scoreTables';
import { StudyStore } from '../../study/store';
import type { Method } from '../method';

export const scoreStudy: Method<'scoreStudy'> = (params) => scoreOf(params);

export const exportStudyScore: Method<'exportStudyScore'> = async ({ out, formats = ['json', 'csv'], ...params }) => {
  const score = await scoreOf(params);
  const files: string[] = [];
  const at = (name: string): string => {
    files.push(path.join(out, name));
    return files[files.length - 1];
  };
  if (formats.includes('json')) await writeJson(at('score.json'), score);
  if (formats.includes('csv')) for (const [name, text] of Object.entries(scoreTables(score))) await writeFileWhole(at(name), text);
  return { name: score.name, files };
};

export const studyLabels: Method<'studyLabels'> = ({ labels, responses }) => labelReport(labels, responses);

async function scoreOf(params: ScoredStudy): Promise<StudyScore> {
  if ('responses' in params) {
    const { responses, key, labels } = params;
    return scorePublished(responses, key, labels === undefined ? [] : lostWords(await labelReport(labels, responses)));
  }
  const { dir } = await openProject(params.project);
  const plan = await openPlan(dir, params.study);
  const key = await openKey(dir, plan);
  const store = await StudyStore.open(studyDir(dir, plan.name));
  return scoreOfStudy(plan, key, await store.standing(), store.problems.map(withoutFolders));
}

/** A score is shown to others: its warnings name files, not the folders of this machine. */
function withoutFolders(problem: Parameters<typeof describeProblem>[0]): string {
  return describeProblem({ ...problem, file: problem.file && path.basename(problem.file) });
}
