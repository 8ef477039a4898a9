/** A project: the folder with deepminer.json, its settings with defaults filled in, and where its files lie. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { ProblemError } from '../protocol/problem';
import { type Config, configSchema } from './config';

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

/** Reads deepminer.json in `dir`. Throws ProblemError `project.*` naming field, found, expected. */
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
  if (!(await stat(dataDir).catch(() => undefined))?.isDirectory())
    throw new ProblemError({
      code: 'project.noData',
      file,
      line: lineOf(text, ['dataset', 'root']),
      found: `dataset.root "${config.dataset.root}", which is no folder (${dataDir})`,
      expected: 'the folder of the data set, relative to deepminer.json',
      remedy: 'Correct dataset.root.',
    });
  return {
    dir,
    config,
    dataDir,
    cacheDir: cacheFolder(dir),
    runsDir: path.join(dir, 'runs'),
    annotationsDir: path.join(dir, 'annotations'),
  };
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
    checkMeaning(parsed.data, file, text);
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

/** What a schema cannot say: fields that must fit each other. */
function checkMeaning(config: Config, file: string, text: string): void {
  const { holdout, test } = config.dataset.split;
  if (holdout + test >= 1)
    throw new ProblemError({
      code: 'project.field',
      file,
      line: lineOf(text, ['dataset', 'split']),
      found: `dataset.split with holdout ${holdout} and test ${test}, which leaves nothing to train on`,
      expected: 'two shares whose sum is below 1',
      remedy: 'The paper uses 0.1 and 0.1.',
    });
  checkAssessments(config, file, text);
  checkNetwork(config, file, text);
  const weighed = config.training.classWeights;
  const unknown = weighed === null || weighed === 'balanced' ? [] : Object.keys(weighed).filter((name) => !config.classes.includes(name));
  if (unknown.length > 0)
    throw new ProblemError({
      code: 'project.field',
      file,
      line: lineOf(text, ['training', 'classWeights', unknown[0]]),
      found: `training.classWeights for "${unknown.join('", "')}"`,
      expected: `weights of the classes ${config.classes.join(', ')}`,
      remedy: 'Correct the name; a class that is left out counts 1.',
    });
  const background = config.explanation.background;
  if (background !== null && !config.classes.includes(background))
    throw new ProblemError({
      code: 'project.field',
      file,
      line: lineOf(text, ['explanation', 'background']),
      found: `explanation.background "${background}"`,
      expected: `one of the classes ${config.classes.join(', ')}, or null`,
      remedy: 'Name the class that means "nothing found", or write null.',
    });
}

function checkAssessments(config: Config, file: string, text: string): void {
  const { benign, malignant } = config.dataset.assessments;
  const both = benign.filter((category) => malignant.includes(category));
  if (both.length > 0)
    throw new ProblemError({
      code: 'project.field',
      file,
      line: lineOf(text, ['dataset', 'assessments']),
      found: `dataset.assessments with BI-RADS ${both.join(', ')} both benign and malignant`,
      expected: 'every assessment in one of the two lists at most',
      remedy: 'Take it out of one; in neither, patches of such findings are ambiguous.',
    });
}

function checkNetwork({ network }: Config, file: string, text: string): void {
  const imported = network.architecture === 'imported';
  const foreign = (['file', 'features', 'head', 'keepHead', 'mean', 'std'] as const).find(
    (field) => network[field] !== null && network[field] !== false,
  );
  if (imported ? network.file !== null : foreign === undefined) return;
  throw new ProblemError({
    code: 'project.field',
    file,
    line: lineOf(text, ['network', foreign ?? 'architecture']),
    found: imported
      ? 'network.architecture "imported" without network.file'
      : `network.${foreign} with the architecture ${network.architecture}`,
    expected: imported ? 'the ONNX file of a classifier, relative to deepminer.json' : 'the architecture "imported"',
    remedy: imported
      ? 'Name the file in network.file, or choose another architecture.'
      : `Set network.architecture to "imported", or leave ${foreign} out.`,
  });
}

/** 1-based line of a field in JSON text, found by its keys in order; a good guess is enough for a message. */
function lineOf(text: string, keys: readonly string[]): number | undefined {
  let from = 0;
  for (const key of keys) {
    const at = text.indexOf(`"${key}"`, from);
    if (at < 0) break;
    from = at;
  }
  return from > 0 ? text.slice(0, from).split('\n').length : undefined;
}
