/** What the survey page asks for: its units, one unit's patches, and a place to keep answers and drafts. */
import path from 'node:path';
import { keepDraft, readDrafts } from '../../annotation/drafts';
import { expertName } from '../../annotation/expertFile';
import { lexicon } from '../../annotation/lexicon';
import { decisionsDir } from '../../annotation/projectAnswers';
import { AnnotationStore } from '../../annotation/store';
import { openProject, type Project } from '../../project/project';
import { describeProblem } from '../../protocol/problem';
import type { SurveyMode } from '../../protocol/survey';
import type { Method } from '../method';
import { openMining } from '../mined';
import { openRun } from '../workspace';

export const surveyState: Method<'surveyState'> = async ({ project: dir, run: name, expert: given, mode = 'blind' }, context) => {
  const project = await openProject(dir);
  const expert = expertName(given);
  const mined = await openMining(await openRun(project, name), undefined, project.config.mining.layer);
  const { network, hash: mining, classes } = mined.manifest;
  const experts = await AnnotationStore.open(project.annotationsDir);
  const own = mode === 'blind' ? experts : await AnnotationStore.open(decisionsDir(project.annotationsDir));
  const { drafts, broken } = await readDrafts(draftsDir(project), { expert, mining, mode });
  const problems = [
    ...new Set([...experts.problems, ...own.problems].map(describeProblem)),
    ...broken.map((file) => `${file} holds no draft of an answer and is passed over.`),
  ];
  for (const problem of problems) context.log('warn', problem);
  const about = (await experts.standing()).filter((a) => a.network === network);
  const answers = mode === 'blind' ? about.filter((a) => a.expert === expert) : (await own.standing()).filter((a) => a.network === network);
  const others = about.filter((a) => mode === 'consensus' || a.expert !== expert);
  const units = (await mined.placed()).map((place) => ({
    ...place,
    others: new Set(others.filter((a) => a.unit === place.unit).map((a) => a.expert)).size,
  }));
  return {
    mode,
    miningDir: mined.dir,
    network,
    mining,
    classes,
    lexicon,
    units,
    answers,
    othersAnswers: mode === 'consensus' ? others : [],
    drafts,
    problems,
  };
};

export const surveyUnit: Method<'surveyUnit'> = async ({ project: dir, run: name, unit }) => {
  const project = await openProject(dir);
  const mined = await openMining(await openRun(project, name), undefined, project.config.mining.layer);
  return { mining: mined.manifest.hash, ...(await mined.unit(unit)) };
};

export const saveAnswer: Method<'saveAnswer'> = async ({ project: dir, run: name, mode = 'blind', answer: given }) => {
  const project = await openProject(dir);
  const store = await AnnotationStore.open(storeDir(project, mode));
  let about = given;
  if (!given.network || !given.mining) {
    // From a terminal an answer names no network: it is about the newest mining result of the run.
    const { manifest } = await openMining(await openRun(project, name), undefined, project.config.mining.layer);
    about = { ...given, network: manifest.network, mining: manifest.hash };
  }
  const answer = await store.append(about);
  const standing = await store.standing(mode === 'blind' ? answer.expert : undefined);
  return { answer, standing: standing.filter((a) => a.network === answer.network && a.unit === answer.unit) };
};

export const saveDraft: Method<'saveDraft'> = async ({ project: dir, expert, mode = 'blind', mining, unit, kept }) => {
  const project = await openProject(dir);
  await keepDraft(draftsDir(project), { expert, mining, mode }, unit, kept);
  return null;
};

const storeDir = ({ annotationsDir }: Project, mode: SurveyMode) => (mode === 'blind' ? annotationsDir : decisionsDir(annotationsDir));
const draftsDir = (project: Project) => path.join(project.cacheDir, 'drafts');
