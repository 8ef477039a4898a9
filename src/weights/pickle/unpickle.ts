/**
 * Reads one pickle (Python's protocols 0 to 5) into plain values and runs nothing. What it may name is the closed list of globals.ts; work, depth
 * and memory are bounded whatever the bytes say: one step of the budget per opcode and per element that an opcode copies.
 */
import type { ProblemError } from '../../protocol/problem';
import { Cursor } from './cursor';
import { PickleFault } from './fault';
import { OPCODES } from './opcodes';
import { Stack } from './stack';
import type { Pickled } from './values';

/** A checkpoint of ResNet-152 with its optimizer takes about 100,000 steps. */
const MAX_STEPS = 2_000_000;

export interface UnpickleOptions {
  file: string;
  /** Names this pickle in messages, e.g. `data.pkl`. */
  where: string;
  start?: number;
  /** Resolves persistent ids; without it they are refused. May throw an Error that says what is wrong. */
  persistent?: (id: Pickled) => Pickled;
}

/** The value, and the position after the pickle. Throws ProblemError `weights.pickle.*` with the byte where it stands. */
export function unpickle(bytes: Buffer, options: UnpickleOptions): { value: Pickled; end: number } {
  const cursor = new Cursor(bytes, options.start ?? 0);
  const stack = new Stack(cursor, MAX_STEPS, options.persistent);
  try {
    for (;;) {
      const at = cursor.position;
      const code = cursor.byte();
      if (code === STOP) return { value: stack.pop(), end: cursor.position };
      stack.spend(1);
      const run = OPCODES.get(code);
      if (!run) throw new PickleFault('malformed', `the opcode 0x${code.toString(16).padStart(2, '0')}`, at);
      run(stack, cursor);
    }
  } catch (error) {
    throw asProblem(error, cursor, options);
  }
}

const STOP = 0x2e;

function asProblem(error: unknown, cursor: Cursor, { file, where }: UnpickleOptions): ProblemError | unknown {
  if (error instanceof PickleFault) return error.problem(file, where);
  return error instanceof Error && error.constructor === Error
    ? new PickleFault('malformed', error.message, cursor.position).problem(file, where)
    : error;
}
