/** surveyResults: what the survey of a run's mined units came to, from the logs as they are now. */
import { decisionsDir } from '../../annotation/projectAnswers';
import { surveyResults as resultsOf } from '../../annotation/results/results';
import { AnnotationStore } from '../../annotation/store';
import { readMinedUnits } from '../../mining/folder';
import { openProject } from '../../project/project';
import { describeProblem } from '../../protocol/problem';
import type { Method } from '../method';
import { openUnits } from '../openUnits';

export const surveyResults: Method<'surveyResults'> = async ({ project: dir, run: name }) => {
  const project = await openProject(dir);
  const { run, dir: miningDir, manifest } = await openUnits(project, name);
  const [mined, experts, deciders] = await Promise.all([
    readMinedUnits(miningDir),
    AnnotationStore.open(project.annotationsDir),
    AnnotationStore.open(decisionsDir(project.annotationsDir)),
  ]);
  const results = resultsOf({ run, manifest, mined, standing: await experts.standing(), decisions: await deciders.standing() });
  return { ...results, problems: [...new Set([...experts.problems, ...deciders.problems].map(describeProblem))] };
};
