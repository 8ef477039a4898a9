/** Reads an evaluation's JSON: either what the page draws, or what is wrong with it and what to do. */
import type { Evaluation } from '../../src/protocol/evaluation';
import { evaluationProblem } from '../../webview/shared/evaluation/shape';
import type { Unreadable } from './reading';

const RUN_AGAIN = 'Run the cell again to make this output anew.';
const VERSION = 2;

export type EvaluationReading = { kind: 'evaluation'; evaluation: Evaluation } | { kind: 'unreadable'; problem: Unreadable };

/** Never throws: whatever arrives becomes a page or a message. */
export function readEvaluationOutput(json: string): EvaluationReading {
  const unreadable = (title: string, detail: string, remedy = RUN_AGAIN): EvaluationReading => ({
    kind: 'unreadable',
    problem: { title, detail, remedy },
  });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return unreadable('This evaluation is not readable', `Found text that is not JSON (${(error as Error).message}).`);
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > VERSION)
    return unreadable(
      'This evaluation was made by a newer DeepMiner',
      `Found version ${version}, expected version ${VERSION}.`,
      'Update the DeepMiner extension, or run the cell again with this one.',
    );
  if (version !== VERSION)
    return unreadable(
      'This evaluation is not readable',
      `Found version ${version === undefined ? 'none' : JSON.stringify(version)}, expected version ${VERSION}.`,
    );
  const problem = evaluationProblem(value);
  return problem ? unreadable('This evaluation is damaged', `${problem}.`) : { kind: 'evaluation', evaluation: value as Evaluation };
}
