/** What is asked of a kept evaluation before it is shown: whether this program knows its form, and whether its network is still used. */
import type { EvaluatedPart, Evaluation } from './evaluation';
import { ProblemError } from './problem';

/** Content of an evaluation's file. Throws ProblemError `evaluation.version` when another version of the program made it. */
export function evaluationOfVersion2(kept: unknown, file: string, part: EvaluatedPart): Evaluation {
  const version = (kept as { version?: unknown } | null)?.version;
  if (version === 2) return kept as Evaluation;
  const newer = typeof version === 'number' && version > 2;
  const command = part === 'test' ? 'deepminer evaluate' : `deepminer evaluate --part ${part}`;
  throw new ProblemError({
    code: 'evaluation.version',
    file,
    found: newer
      ? `an evaluation of version ${version}, by a newer DeepMiner`
      : 'an evaluation by an older DeepMiner, without curves of views and cases',
    expected: 'version 2',
    remedy: newer ? 'Update DeepMiner.' : `Evaluate the run again with "${command}" (command DeepMiner: Evaluate).`,
  });
}

/** What is said of figures whose network the run does not use any more; `used`: network and file that it uses now. */
export function outdatedText(
  { network, checkpoint }: Pick<Evaluation, 'network' | 'checkpoint'>,
  used: { network: string; checkpoint: string } | undefined,
): string | undefined {
  if (!used || used.network === network) return undefined;
  return `These figures are of ${fileName(checkpoint)} (network ${network.slice(0, 8)}); the run uses ${fileName(used.checkpoint)} (network ${used.network.slice(0, 8)}) by now. Evaluate it again.`;
}

/** Of a path of either system: results are read on other machines than they were made on. */
const fileName = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;
