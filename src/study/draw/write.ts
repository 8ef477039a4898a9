/** Puts a study on the disk: its key first, its plan last. A study that is there is never overwritten. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileWhole, writeJson, writeProblem } from '../../project/files';
import { ProblemError } from '../../protocol/problem';
import { keyFile, pictureName, planFile, studiesDir, studyDir } from '../folder';
import type { MadeStudy } from './create';

/** The first of study-001, study-002, … after all that have a folder or a key. */
export async function nextStudyName(projectDir: string): Promise<string> {
  const listed = async (dir: string) => readdir(dir).catch(() => [] as string[]);
  const names = [...(await listed(studiesDir(projectDir))), ...(await listed(path.dirname(keyFile(projectDir, 'any'))))];
  const last = Math.max(0, ...names.map((name) => Number(/^study-(\d+)(\.json)?$/.exec(name)?.[1] ?? 0)));
  return `study-${String(last + 1).padStart(3, '0')}`;
}

/** Throws ProblemError `study.exists` where a study or a key of this name lies, `study.name` where it is none. */
export async function requireFree(projectDir: string, name: string): Promise<void> {
  for (const file of [studyDir(projectDir, name), keyFile(projectDir, name)])
    if (await stat(file).catch(() => undefined)) throw (await isWhole(projectDir, name)) ? exists(file, name) : brokenOff(file, name);
}

/**
 * Writes key, pictures and plan, in that order: a plan that is there is whole and has its key. Throws ProblemError `study.exists`, and
 * `file.*` when the disk refuses, which leaves nothing behind.
 */
export async function writeStudy(projectDir: string, { plan, key, pictures }: MadeStudy): Promise<{ dir: string; keyFile: string }> {
  const { name } = plan;
  await requireFree(projectDir, name);
  const dir = studyDir(projectDir, name);
  const secret = keyFile(projectDir, name);
  await mkdir(studiesDir(projectDir), { recursive: true }).catch((error: unknown) => {
    throw writeProblem(dir, error);
  });
  // Whoever makes the folder has the name: of two at once, one.
  await mkdir(dir).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? exists(dir, name) : writeProblem(dir, error);
  });
  try {
    await writeFileWhole(secret, key);
    for (const [id, picture] of pictures) await writeJson(path.join(dir, pictureName(id)), picture);
    await writeJson(planFile(dir), plan);
  } catch (error) {
    await rm(dir, { recursive: true, force: true }).catch(() => undefined);
    await rm(secret, { force: true }).catch(() => undefined);
    throw error;
  }
  return { dir, keyFile: secret };
}

const isWhole = async (projectDir: string, name: string): Promise<boolean> =>
  (await stat(planFile(studyDir(projectDir, name))).catch(() => undefined)) !== undefined;

function brokenOff(file: string, name: string): ProblemError {
  return new ProblemError({
    code: 'study.exists',
    file,
    found: `what is left of a study called ${name} that has no plan: its making was broken off, or its plan was taken away`,
    expected: 'a name that is free: studies are never overwritten',
    remedy: 'Choose another name, or leave it out; remove this where nobody needs it.',
  });
}

function exists(file: string, name: string): ProblemError {
  return new ProblemError({
    code: 'study.exists',
    file,
    found: `a study or a key called ${name}`,
    expected: 'a name that is free: studies are never overwritten',
    remedy: 'Choose another name, or leave it out.',
  });
}
