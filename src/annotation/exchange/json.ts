/** Answers as JSON, with the network and mining result they are about: `{format: "deepminer.answers", version: 1, …}`. */

import type { Answer } from '../../protocol/annotation';
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import { checked, notExchange, type ReadAnswers, type TravellingAnswer } from './exchanged';

export const FORMAT = 'deepminer.answers';
const VERSION = 1;

export function answersJson(answers: readonly Answer[], about: { network: string; mining: string }): string {
  const travelling = answers.map(({ id: _, replaces: __, ...answer }): TravellingAnswer => answer);
  return `${JSON.stringify({ format: FORMAT, version: VERSION, notice: RESEARCH_NOTICE, ...about, answers: travelling }, null, 2)}\n`;
}

/** Throws ProblemError `exchange.format` when it is of a newer version, or has no list of answers. */
export function readAnswersJson(value: Record<string, unknown>, file: string): ReadAnswers {
  if (value.version !== VERSION) throw notExchange(file, `answers of version ${JSON.stringify(value.version)}, not ${VERSION}`);
  if (!Array.isArray(value.answers)) throw notExchange(file, 'no list of answers');
  const read: ReadAnswers = { format: 'json', answers: [], leftOut: [] };
  value.answers.forEach((entry: unknown, i) => {
    const given = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<keyof TravellingAnswer, unknown>;
    // What an answer does not say of its network, the file says.
    const answer = checked({ ...given, network: given.network ?? value.network, mining: given.mining ?? value.mining ?? '' });
    if (typeof answer !== 'string') read.answers.push({ answer });
    else read.leftOut.push({ entry: `answers[${i}]${typeof given.unit === 'string' ? `, ${given.unit}` : ''}`, reason: answer });
  });
  return read;
}
