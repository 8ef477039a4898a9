/** listAnnotations: who has said what of a run's mined units so far. */
import path from 'node:path';
import { expertFile } from '../../annotation/expertFile';
import { AnnotationStore } from '../../annotation/store';
import { openProject } from '../../project/project';
import type { ExpertAnswers } from '../../protocol/browse';
import type { SurveyResults } from '../../protocol/surveyResults';
import type { Method } from '../method';
import { surveyResults } from './surveyResults';

export const listAnnotations: Method<'listAnnotations'> = async ({ project: dir, run }, context) => {
  const { annotationsDir } = await openProject(dir);
  const results = await surveyResults({ project: dir, run }, context);
  const all = await (await AnnotationStore.open(annotationsDir)).answers();
  const counts = new Map<string, number>();
  for (const { expert } of all) counts.set(expert, (counts.get(expert) ?? 0) + 1);
  const here = new Set(results.experts.map(({ expert }) => expert));
  const others = [...counts.keys()].filter((expert) => !here.has(expert)).sort();
  const fileOf = (expert: string): string => path.join(annotationsDir, expertFile(expert));
  return {
    run: results.run,
    units: results.named.of,
    experts: [
      ...results.experts.map(({ expert, person, answered, named, unrecognized, minutes }): ExpertAnswers => {
        const answers = answersOf(results, expert);
        const lastAt = answers.reduce<string | undefined>(
          (latest, { at }) => (latest === undefined || at > latest ? at : latest),
          undefined,
        );
        const elsewhere = (counts.get(expert) ?? 0) - answered;
        return { expert, person, file: fileOf(expert), answered, named, unrecognized, lastAt, minutes, answers, elsewhere };
      }),
      ...others.map((expert): ExpertAnswers => {
        const none = { answered: 0, named: 0, unrecognized: 0, minutes: 0, answers: [] };
        return { expert, person: true, file: fileOf(expert), ...none, elsewhere: counts.get(expert)! };
      }),
    ],
    decided: results.decided.units,
    agreement: results.agreement,
    conflicts: results.conflicts,
    problems: results.problems,
  };
};

function answersOf({ units }: SurveyResults, expert: string): ExpertAnswers['answers'] {
  return units.flatMap(({ unit, className, rank, answers }) =>
    answers
      .filter((answer) => answer.expert === expert)
      .map(({ words, kind, association, at }) => {
        return { unit, className, rank, words, recognized: kind !== 'not recognizable', association, at };
      }),
  );
}
