/** The logs of answers of a project, read without a process of ours: whole lines count, damaged ones are told. */
import { settled } from '../../annotation/settled';
import { standingAnswers } from '../../annotation/standing';
import { lineProblem } from '../../log/kind';
import { decodeLine, type Logged } from '../../log/line';
import type { Answer } from '../../protocol/annotation';
import type { Problem } from '../../protocol/problem';
import { answerForm } from './answerForm';
import type { LookedAtFiles } from './lookedAtFiles';

const KIND = { check: answerForm, code: 'annotation', whose: 'experts', about: 'unit' };

export interface LookedAtAnswers {
  /** All that were ever kept. */
  logged: Logged<Answer>[];
  problems: Problem[];
}

/** Every answer in the logs of a folder; none where there is no folder. */
export async function lookedAtAnswers(files: LookedAtFiles, dir: string): Promise<LookedAtAnswers> {
  const names = (await files.names(dir)).filter((name) => name.endsWith('.jsonl')).sort();
  const logs = await Promise.all(names.map((name) => readLog(files, files.join(dir, name))));
  return { logged: logs.flatMap((log) => log.logged), problems: logs.flatMap((log) => log.problems) };
}

async function readLog(files: LookedAtFiles, file: string): Promise<LookedAtAnswers> {
  const lines = (await files.text(file)).split('\n');
  const log: LookedAtAnswers = { logged: [], problems: [] };
  lines.forEach((line, i) => {
    const read = decodeLine(line, i < lines.length - 1, answerForm);
    if (read.kind === 'answer') log.logged.push(read.logged);
    const problem = lineProblem(read, KIND, file, i + 1);
    if (problem) log.problems.push(problem);
  });
  return log;
}

export const annotationsOf = (files: LookedAtFiles, project: string): string => files.join(project, 'annotations');

/** What units of a network are called now. */
export async function settledAnswers(files: LookedAtFiles, project: string, network: string) {
  const folder = annotationsOf(files, project);
  const [experts, deciders] = await Promise.all([folder, files.join(folder, 'consensus')].map((dir) => lookedAtAnswers(files, dir)));
  const standing = ({ logged }: LookedAtAnswers): Answer[][] => standingAnswers(logged).filter(([a]) => a.network === network);
  const latest = standing(experts).map((answers) => answers.at(-1)!);
  return { answers: settled(latest, standing(deciders).flat()), problems: [...experts.problems, ...deciders.problems] };
}
