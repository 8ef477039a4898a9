/** Which part every case is in: by lists, by what the data set itself says, or drawn by the seeded rule (SPEC 2). Always whole cases. */
import path from 'node:path';
import type { Config } from '../project/config';
import type { Problem } from '../protocol/problem';
import { oddity } from './fault';
import type { Case, Dataset, Part } from './model';
import { splitCases } from './split';
import { readSplitLists } from './splitLists';
import { labelOrder } from './viewLabel';

/** What the settings say of the split. */
export type SplitSettings = Pick<Config, 'dataset' | 'classes' | 'explanation'>;

export interface Parted {
  /** The data set without the cases that have no part, and with the problems of the split. */
  dataset: Dataset;
  /** Part of every case that is left, by its id. */
  parts: Map<string, Part>;
}

/**
 * Gives each case one part. Lists go before parts that the data set states, and both before the draw; of parts that neither has, and that have a
 * share, cases are drawn from the training part with the seed. Cases that no list names are left out, or train (dataset.split.unlisted).
 * @param dir folder that the lists are relative to
 * Throws ProblemError as readSplitLists.
 */
export async function partCases(dataset: Dataset, settings: SplitSettings, dir: string): Promise<Parted> {
  const { split } = settings.dataset;
  const { cases } = dataset;
  if (split.lists) {
    const lists = Object.fromEntries(
      Object.entries(split.lists).flatMap(([part, file]) => (file === null ? [] : [[part, path.resolve(dir, file)]])),
    );
    const { parts: listed, crossing, problems } = await readSplitLists(dataset.root, cases, lists);
    const unlisted = cases.filter((c) => !listed.has(c.id) && !crossing.has(c.id));
    const used = cases.filter((c) => listed.has(c.id) || (split.unlisted === 'train' && !crossing.has(c.id)));
    if (unlisted.length > 0 && split.unlisted === 'out') problems.push(notListed(lists.train, unlisted));
    return parted(
      dataset,
      used,
      drawAbsent(used, listed, (part) => !(part in lists), settings),
      problems,
    );
  }
  const stated = new Map(cases.flatMap((c): [string, Part][] => (c.part ? [[c.id, c.part]] : [])));
  const said = new Set(stated.values());
  if (split.published && said.size > 0)
    return parted(
      dataset,
      cases,
      drawAbsent(cases, stated, (part) => !said.has(part), settings),
      [],
    );
  return parted(dataset, cases, draw(cases, settings, split), []);
}

const parted = (dataset: Dataset, cases: Case[], parts: Map<string, Part>, problems: readonly Problem[]): Parted => ({
  dataset: { ...dataset, cases, problems: [...dataset.problems, ...problems] },
  parts,
});

/** The given parts; cases without one train, and of those that train the shares of absent hold-out and test parts are drawn. */
function drawAbsent(
  cases: readonly Case[],
  given: ReadonlyMap<string, Part>,
  isAbsent: (part: Part) => boolean,
  settings: SplitSettings,
): Map<string, Part> {
  const { split } = settings.dataset;
  const training = cases.filter((c) => (given.get(c.id) ?? 'train') === 'train');
  const drawn = draw(training, settings, { holdout: isAbsent('holdout') ? split.holdout : 0, test: isAbsent('test') ? split.test : 0 });
  return new Map(cases.map((c) => [c.id, drawn.get(c.id) ?? given.get(c.id)!]));
}

function draw(cases: readonly Case[], { dataset, classes, explanation }: SplitSettings, shares: { holdout: number; test: number }) {
  const { holdout, test } = shares;
  return splitCases(cases, { seed: dataset.seed, holdout, test, order: labelOrder(classes, explanation.background) });
}

function notListed(file: string, cases: readonly Case[]): Problem {
  return oddity(
    'split.list.absent',
    file,
    `${cases.length} cases of the data set in no list (first: ${cases[0].id})`,
    'every case in one of the lists',
    'They are left out. Add them to a list, or set dataset.split.unlisted to "train".',
  );
}
