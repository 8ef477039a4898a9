/** The files and folders that deepminer.json names, and which of them are not there. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ProblemError } from '../protocol/problem';
import type { Config } from './config';
import { lineOf } from './fieldLine';

interface Named {
  field: string[];
  value: string;
  kind: 'file' | 'folder';
  expected: string;
}

/** The problem of a data set whose folder is not there; undefined when it is. */
export async function absentRoot(config: Config, file: string, text: string): Promise<ProblemError | undefined> {
  const value = config.dataset.root;
  const expected = 'the folder of the data set, relative to deepminer.json';
  return absent({ field: ['dataset', 'root'], value, kind: 'folder', expected }, file, text);
}

/** What is named beside the data set and is not there: split lists, features, a network, weights. */
export async function absentFiles(config: Config, file: string, text: string): Promise<ProblemError[]> {
  const { dataset, network, auxiliary } = config;
  const named = (field: string[], value: string | null | undefined, expected: string): Named[] =>
    value ? [{ field, value, kind: 'file', expected }] : [];
  const lists = Object.entries(dataset.split.lists ?? {}) as [string, string | null][];
  const all = [
    ...lists.flatMap(([part, value]) => named(['dataset', 'split', 'lists', part], value, 'a text file that lists cases')),
    ...named(['network', 'file'], network.file, 'the ONNX file of a classifier'),
    ...named(
      ['network', 'weights'],
      network.weights && /^imagenet(-v[12])?$/.test(network.weights) ? null : network.weights,
      'a file of weights, or imagenet',
    ),
    ...named(['auxiliary', 'file'], auxiliary?.file, 'a CSV file'),
  ];
  return (await Promise.all(all.map((one) => absent(one, file, text)))).flatMap((problem) => problem ?? []);
}

async function absent({ field, value, kind, expected }: Named, file: string, text: string): Promise<ProblemError | undefined> {
  const place = path.resolve(path.dirname(file), value);
  const found = await stat(place).catch(() => undefined);
  if (kind === 'folder' ? found?.isDirectory() : found?.isFile()) return undefined;
  const name = field.join('.');
  return new ProblemError({
    code: kind === 'folder' ? 'project.noData' : 'project.noFile',
    file,
    line: lineOf(text, field),
    found: `${name} "${value}", which is no ${kind} (${place})`,
    expected,
    remedy: `Correct ${name}.`,
  });
}
