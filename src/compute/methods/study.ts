/** What the pages of a reader study ask for: the studies, a reader's questions, a case's picture, and a place to keep answers. None of it opens a key. */
import path from 'node:path';
import { expertFile, expertName } from '../../annotation/expertFile';
import { openProject } from '../../project/project';
import { ProblemError } from '../../protocol/problem';
import type { StudyListing } from '../../protocol/study';
import { hasKey, openPicture, openPlan, studyDir, studyNames } from '../../study/folder';
import { readerState } from '../../study/state';
import { StudyStore } from '../../study/store';
import { takeAnswer } from '../../study/take';
import type { Method } from '../method';

export const listStudies: Method<'listStudies'> = async ({ project }, context) => {
  const { dir } = await openProject(project);
  const listings: StudyListing[] = [];
  for (const name of await studyNames(dir))
    try {
      listings.push(await listingOf(dir, name));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      context.log('warn', `The study ${name} is left out: ${error.message}`);
    }
  return listings.sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0));
};

async function listingOf(projectDir: string, name: string): Promise<StudyListing> {
  const plan = await openPlan(projectDir, name);
  const { created, source, choices, cases } = plan;
  const store = await StudyStore.open(studyDir(projectDir, name));
  const answers = (await store.standing()).filter((a) => a.study === plan.hash);
  const readers = [...new Set(answers.map((a) => a.reader))].map((reader) => ({
    reader,
    answered: new Set(answers.filter((a) => a.reader === reader).map((a) => `${a.condition} ${a.case}`)).size,
    of: cases.length * choices.conditions.length,
  }));
  return {
    name,
    created,
    cases: cases.length,
    conditions: choices.conditions,
    run: source.run,
    readers,
    key: await hasKey(projectDir, name),
  };
}

export const studyState: Method<'studyState'> = async ({ project, study, reader: given }, context) => {
  const { dir } = await openProject(project);
  const reader = expertName(given);
  const plan = await openPlan(dir, study);
  const store = await StudyStore.open(studyDir(dir, study));
  const standing = await store.standing(reader);
  const own = expertFile(reader);
  // Readers are blind to each other: the damage of another's log is for whoever scores.
  const damage = store.problems.filter(({ file }) => file !== undefined && path.basename(file) === own);
  const state = readerState(plan, { reader, standing, damage });
  for (const problem of state.problems) context.log('warn', problem);
  return state;
};

export const studyPicture: Method<'studyPicture'> = async ({ project, study, case: id }) => {
  const { dir } = await openProject(project);
  return openPicture(dir, await openPlan(dir, study), id);
};

export const saveStudyAnswer: Method<'saveStudyAnswer'> = async ({ project, study, answer: given }) => {
  const { dir } = await openProject(project);
  const plan = await openPlan(dir, study);
  const store = await StudyStore.open(studyDir(dir, study));
  const answer = await store.appendAfter(given.reader, (standing) => takeAnswer(plan, given, standing));
  const standing = await store.standing(answer.reader);
  return { answer, standing: standing.filter((a) => a.study === plan.hash) };
};
