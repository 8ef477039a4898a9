/** checkSettings: what is wrong with a deepminer.json that its JSON schema cannot tell; quick enough for every pause in typing. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { classFolders } from '../../dataset/folder/layout';
import { readers } from '../../dataset/readers';
import { type Config, configSchema } from '../../project/config';
import { lineOf } from '../../project/fieldLine';
import { meaningProblems } from '../../project/meaning';
import { absentFiles, absentRoot } from '../../project/namedFiles';
import { CONFIG_FILE } from '../../project/project';
import type { Problem } from '../../protocol/problem';
import type { Method } from '../method';

export const checkSettings: Method<'checkSettings'> = async ({ project, text }, { signal }) => {
  const file = path.join(project, CONFIG_FILE);
  const typed = text ?? (await readFile(file, 'utf8').catch(() => undefined));
  const config = typed === undefined ? undefined : settingsIn(typed);
  if (!config || typed === undefined) return [];
  const noData = await absentRoot(config, file, typed);
  const problems = [...meaningProblems(config, file, typed), ...(await absentFiles(config, file, typed)), ...(noData ? [noData] : [])];
  const root = path.resolve(project, config.dataset.root);
  return [...problems.map(({ problem }) => problem), ...(noData ? [] : await absentClasses(config, root, file, typed, signal))];
};

/** Undefined for a text that its schema, or JSON itself, already finds wrong: the editor says so by itself. */
function settingsIn(text: string): Config | undefined {
  try {
    return configSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** In a data set of plain folders, the classes that have none. */
async function absentClasses(
  { dataset, classes }: Config,
  root: string,
  file: string,
  text: string,
  signal: AbortSignal,
): Promise<Problem[]> {
  if (!(await isPlainFolders(dataset.format, root, signal))) return [];
  const folders = await classFolders(root, classes);
  return classes
    .filter((name) => !folders.includes(name))
    .map((name) => ({
      severity: 'warning',
      code: 'folder.class.absent',
      file,
      line: lineOf(text, text.includes('"classes"') ? ['classes', name] : ['dataset', 'root']),
      found: `the class "${name}", which has no folder in ${root}`,
      expected: folders.length > 0 ? `one of the folders there: ${folders.slice(0, 10).join(', ')}` : 'a folder for each class',
      remedy: 'Correct "classes", or add the folder.',
    }));
}

async function isPlainFolders(format: Config['dataset']['format'], root: string, signal: AbortSignal): Promise<boolean> {
  if (format !== 'auto') return format === 'folder';
  for (const reader of readers) if (await reader.recognises(root, signal)) return reader.format === 'folder';
  return false;
}
