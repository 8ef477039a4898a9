/** Where the files of a study lie, and opening them: an edited plan, or a key of another study, is never taken for the right one. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isPortable } from '../project/fileName';
import { readJson } from '../project/files';
import { ProblemError } from '../protocol/problem';
import type { StudyKey, StudyPicture, StudyPlan } from '../protocol/study';
import { keyHash, planHash } from './hash';
import { checkKey, checkPicture, checkPlan } from './schema';

const MADE_BY = '"deepminer study create"';
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

const isStudyName = (name: string): boolean => NAME.test(name) && isPortable(name);

/** Folder of all studies of a project. */
export const studiesDir = (projectDir: string): string => path.join(projectDir, 'studies');

/** Folder of a study, which readers may be given. Throws ProblemError `study.name` for a name that is none. */
export const studyDir = (projectDir: string, name: string): string => path.join(studiesDir(projectDir), checkStudyName(name));

/** File of a study's key, which no reader may be given: outside of the study's folder. Throws as studyDir does. */
export const keyFile = (projectDir: string, name: string): string => path.join(projectDir, 'study-keys', `${checkStudyName(name)}.json`);

export const planFile = (dir: string): string => path.join(dir, 'plan.json');

/** The name of a picture's file in the folder of the study. */
export const pictureName = (caseId: string): string => `pictures/${caseId}.json`;

/** The name, where it can be a folder's. Throws ProblemError `study.name`. */
export function checkStudyName(name: string): string {
  if (isStudyName(name)) return name;
  throw new ProblemError({
    code: 'study.name',
    found: `the study name ${JSON.stringify(name.slice(0, 80))}`,
    expected: 'up to 64 letters, digits, - and _, a letter or digit first, and no name of a device (con, aux)',
    remedy: 'Choose such a name, e.g. study-001.',
  });
}

/** Names of the studies that have a plan, in the order of letters. */
export async function studyNames(projectDir: string): Promise<string[]> {
  const entries = await readdir(studiesDir(projectDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names: string[] = [];
  for (const name of entries.filter(isStudyName).sort()) if (await isFile(planFile(studyDir(projectDir, name)))) names.push(name);
  return names;
}

/**
 * The plan of a study. Throws ProblemError `study.missing` where there is none, naming those there are, `study.edited` when it was changed
 * since it was made, `study.damaged` when it is none.
 */
export async function openPlan(projectDir: string, name: string): Promise<StudyPlan> {
  const file = planFile(studyDir(projectDir, name));
  if (!(await isFile(file))) throw missing(file, name, await studyNames(projectDir));
  const json = await readJson<unknown>(file, MADE_BY);
  // Of all that stands in the file: a field that was added is an edit too.
  const { hash, name: own } = Object(json) as Partial<StudyPlan>;
  if (typeof hash === 'string' && (hash !== planHash(json as StudyPlan) || own !== name)) throw edited(file, name, own);
  return checkPlan(json, file);
}

/** The key of a plan. Throws ProblemError `study.noKey` where it is not there, `study.otherKey` when it is another study's or was changed. */
export async function openKey(projectDir: string, plan: StudyPlan): Promise<StudyKey> {
  const file = keyFile(projectDir, plan.name);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ProblemError({
      code: 'study.noKey',
      file,
      found: 'no such file',
      expected: `the key of the study ${plan.name}`,
      remedy: 'Bring the key back from where the study was made: without it nothing can be scored.',
    });
  });
  if (keyHash(bytes) === plan.key) return checkKey(JSON.parse(bytes.toString('utf8')), file);
  throw new ProblemError({
    code: 'study.otherKey',
    file,
    found: `a key that was changed, or that belongs to another study${studyOf(bytes, plan.name)}`,
    expected: `the key of ${plan.name} that its plan names (SHA-256 ${plan.key.slice(0, 12)}…)`,
    remedy: 'Bring back the key that was written together with this plan.',
  });
}

/** The picture of a case. Throws ProblemError `study.unknownCase`, or `study.noPicture` where the plan shows none; `file.*` and `study.damaged` when it cannot be read. */
export async function openPicture(projectDir: string, plan: StudyPlan, caseId: string): Promise<StudyPicture> {
  const { picture } = caseOf(plan, caseId);
  if (picture === undefined)
    throw new ProblemError({
      code: 'study.noPicture',
      found: `a picture asked for in ${plan.name}, which shows words alone`,
      expected: 'a study with pictures',
      remedy: 'Make a study with the condition "picture".',
    });
  const file = path.join(studyDir(projectDir, plan.name), pictureName(caseId));
  return checkPicture(await readJson<unknown>(file, MADE_BY), file);
}

/** A case of the plan. Throws ProblemError `study.unknownCase`. */
export function caseOf(plan: StudyPlan, id: string): StudyPlan['cases'][number] {
  const found = plan.cases.find((c) => c.id === id);
  if (found) return found;
  throw new ProblemError({
    code: 'study.unknownCase',
    found: `the case ${JSON.stringify(String(id).slice(0, 80))}`,
    expected: `a case of ${plan.name}, ${plan.cases[0]?.id} to ${plan.cases.at(-1)?.id}`,
    remedy: 'Open the study again and call one of its cases.',
  });
}

/** Whether a study's key lies where it belongs; it is not opened. */
export const hasKey = (projectDir: string, name: string): Promise<boolean> => isFile(keyFile(projectDir, name));

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

/** ` (study-002)` where the file says so. */
function studyOf(bytes: Uint8Array, own: string): string {
  try {
    const { study } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { study?: unknown };
    return typeof study === 'string' && study !== own ? ` (${study.slice(0, 64)})` : '';
  } catch {
    return '';
  }
}

function edited(file: string, name: string, own: string | undefined): ProblemError {
  return new ProblemError({
    code: 'study.edited',
    file,
    found: own === name ? 'a plan that was changed after it was made' : `the plan of the study ${own}`,
    expected: `the plan of ${name} as ${MADE_BY} wrote it`,
    remedy: 'Restore the file: answers are given to the plan as it was. For other choices make a new study.',
  });
}

function missing(file: string, name: string, names: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'study.missing',
    file,
    found: `no study ${name}`,
    expected: names.length > 0 ? `one of ${names.join(', ')}` : 'a study of this project, which has none yet',
    remedy: names.length > 0 ? 'Name one of these.' : `Make one with ${MADE_BY}.`,
  });
}
