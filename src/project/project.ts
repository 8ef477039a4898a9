/** A project: the folder with deepminer.json, its settings with defaults filled in, and where its files lie. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { ProblemError } from '../protocol/problem';
import { type Config, configSchema } from './config';
import { lineOf } from './fieldLine';
import { meaningProblems } from './meaning';
import { absentRoot } from './namedFiles';

export const CONFIG_FILE = 'deepminer.json';

export interface Project {
  dir: string;
  config: Config;
  dataDir: string;
  cacheDir: string;
  runsDir: string;
  annotationsDir: string;
}

/** Of a project in `dir`, whatever its deepminer.json says. */
export const cacheFolder = (dir: string): string => path.join(dir, '.deepminer');

/**
 * Reads deepminer.json in `dir`. The data set need not be there: results are looked at, and units named, where the images are not. Throws ProblemError
 * `project.*` naming field, found, expected.
 */
export async function openProject(dir: string): Promise<Project> {
  const file = path.join(dir, CONFIG_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new ProblemError({
      code: 'project.missing',
      file,
      found: 'no deepminer.json',
      expected: 'a project folder',
      remedy:
        'Make one with "deepminer sample DIR" (command DeepMiner: Create Sample Project), or write a deepminer.json with {"dataset": {"root": "…"}}.',
    });
  }
  const config = parseConfig(text, file);
  const dataDir = path.resolve(dir, config.dataset.root);
  return {
    dir,
    config,
    dataDir,
    cacheDir: cacheFolder(dir),
    runsDir: path.join(dir, 'runs'),
    annotationsDir: path.join(dir, 'annotations'),
  };
}

/** For what reads the images. Throws ProblemError `project.noData` at the field's line where the folder of the data set is not there. */
export async function requireData({ dir, config }: Project): Promise<void> {
  const file = path.join(dir, CONFIG_FILE);
  const noData = await absentRoot(config, file, await readFile(file, 'utf8'));
  if (noData) throw noData;
}

/** Parses and completes the text of deepminer.json; the first wrong field is the error, all of them are named. */
export function parseConfig(text: string, file: string): Config {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ProblemError({
      code: 'project.json',
      file,
      found: `text that is not JSON (${(error as Error).message})`,
      expected: 'a JSON object',
      remedy: 'Mend the file; VS Code underlines the place.',
    });
  }
  const parsed = configSchema.safeParse(json);
  if (parsed.success) {
    const [wrong] = meaningProblems(parsed.data, file, text);
    if (wrong) throw wrong;
    return parsed.data;
  }
  const issues = parsed.error.issues.flatMap(readable);
  throw new ProblemError({
    code: 'project.field',
    file,
    line: lineOf(text, issues[0].path),
    found: issues.map((i) => i.found).join('; '),
    expected: issues.map((i) => i.expected).join('; '),
    remedy: 'Correct the field, or leave it out for its default.',
  });
}

interface FieldIssue {
  path: string[];
  found: string;
  expected: string;
}

function readable(issue: z.core.$ZodIssue): FieldIssue[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...at, key],
      found: `the unknown field "${[...at, key].join('.')}"`,
      expected: at.length ? `only known fields of "${at.join('.')}"` : 'only known fields',
    }));
  return [{ path: at, found: `a wrong "${at.join('.')}"`, expected: issue.message.replace(/^Invalid (input|option): /, '') }];
}
