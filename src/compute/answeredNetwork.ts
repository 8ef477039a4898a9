/** Which network the answers of a file are about, where the file does not say: the person says it by naming a run, unless there is only one. */
import type { ReadAnswers } from '../annotation/exchange/exchanged';
import type { Project } from '../project/project';
import { runNames, usedNetwork } from '../project/runs';
import { ProblemError } from '../protocol/problem';

/** Whether some of the answers name no network, as published labels and tables written by hand do. */
export const lacksNetwork = ({ answers }: ReadAnswers): boolean => answers.some(({ answer }) => answer.network === '');

/**
 * Units of two networks are different units, so a guess would put words to the wrong ones. Throws ProblemError `exchange.runUnnamed`, with the
 * runs to choose from, where the project's runs have more than one trained network.
 */
export async function requireOneNetwork(project: Project, file: string): Promise<void> {
  const trained: { run: string; network: string }[] = [];
  for (const run of await runNames(project)) {
    const used = await usedNetwork(project, run);
    if (used) trained.push({ run, network: used.network });
  }
  if (new Set(trained.map(({ network }) => network)).size <= 1) return;
  throw new ProblemError({
    code: 'exchange.runUnnamed',
    file,
    found: 'answers that do not say which network their units are of',
    expected: `the run of that network: ${trained.map(({ run }) => run).join(', ')}`,
    remedy: 'Name it with --run; nothing was imported.',
  });
}
