/** What the survey page asks for: its units, one unit's patches, and a place to keep answers. */
import { lexicon } from '../../annotation/lexicon';
import { AnnotationStore } from '../../annotation/store';
import { openProject } from '../../project/project';
import { describeProblem } from '../../protocol/problem';
import type { Method } from '../method';
import { openMining } from '../mined';
import { openRun } from '../workspace';

export const surveyState: Method<'surveyState'> = async ({ project: dir, run: name, expert }, context) => {
  const project = await openProject(dir);
  const mined = await openMining(await openRun(project, name), undefined, project.config.mining.layer);
  const store = await AnnotationStore.open(project.annotationsDir);
  for (const problem of store.problems) context.log('warn', describeProblem(problem));
  const answers = (await store.answers(expert)).filter((a) => a.network === mined.manifest.network);
  return {
    miningDir: mined.dir,
    network: mined.manifest.network,
    mining: mined.manifest.hash,
    classes: mined.manifest.classes,
    lexicon,
    units: await mined.placed(),
    answers,
  };
};

export const surveyUnit: Method<'surveyUnit'> = async ({ project: dir, run: name, unit }) => {
  const project = await openProject(dir);
  const mined = await openMining(await openRun(project, name), undefined, project.config.mining.layer);
  return mined.unit(unit);
};

export const saveAnswer: Method<'saveAnswer'> = async ({ project: dir, run: name, answer }) => {
  const project = await openProject(dir);
  const store = await AnnotationStore.open(project.annotationsDir);
  if (answer.network && answer.mining) return store.append(answer);
  // From a terminal an answer names no network: it is about the newest mining result of the run.
  const { manifest } = await openMining(await openRun(project, name), undefined, project.config.mining.layer);
  return store.append({ ...answer, network: manifest.network, mining: manifest.hash });
};
