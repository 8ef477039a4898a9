/**
 * One line of an answer log: `<crc32 of the JSON> <JSON>\n`. A line cut off by a crash is closed with a seal by whoever
 * appends next, so that it is told from one that was damaged later.
 */
import type { Answer } from '../protocol/annotation';
import { checkAnswer } from './answer';
import { crc32 } from './crc32';

/** Closes a torn last line. The sealing process writes it before its own line in one write. */
export const SEAL = ' ~torn\n';

/** An answer and its place in the log: the larger sequence is the later one, whatever the clocks said. */
export interface LoggedAnswer {
  sequence: number;
  answer: Answer;
}

export type ReadLine =
  | { kind: 'answer'; logged: LoggedAnswer }
  /** Nothing was written here. */
  | { kind: 'blank' }
  /** Left by a merge that was not finished: what stands on its both sides counts. */
  | { kind: 'marker'; found: string }
  /** Cut off while it was written: it was never acknowledged. */
  | { kind: 'torn' }
  /** Whole once, wrong now. */
  | { kind: 'damaged'; found: string };

/** The line, and the id that the answer in it is known by. */
export function encodeLine({ sequence, answer: { id: _, ...answer } }: LoggedAnswer): { line: string; id: string } {
  const json = JSON.stringify({ sequence, answer });
  const id = crc32(Buffer.from(json));
  return { line: `${id} ${json}\n`, id };
}

/** `<<<<<<< ours`, `=======`, … on a line of their own, as git and others write them. */
const MARKER = /^(<{7}|={7}|>{7}|\|{7})( |$)/;

/** Reads one line without its newline, which version control may have made CR and LF. `last` and not `closed`: the file ends in this line without a newline. */
export function decodeLine(written: string, closed: boolean): ReadLine {
  const line = written.replace(/\r$/, '');
  const sealed = line.endsWith(SEAL.slice(0, -1));
  const text = sealed ? line.slice(0, 1 - SEAL.length) : line;
  if (text.trim() === '') return { kind: 'blank' };
  if (MARKER.test(text)) return { kind: 'marker', found: text.slice(0, 40) };
  const json = text.slice(9);
  if (text[8] !== ' ' || crc32(Buffer.from(json)) !== text.slice(0, 8))
    return sealed || !closed
      ? { kind: 'torn' }
      : { kind: 'damaged', found: `a line whose checksum is wrong: ${JSON.stringify(text.slice(0, 40))}` };
  try {
    const { sequence, answer } = JSON.parse(json) as LoggedAnswer;
    if (!Number.isSafeInteger(sequence)) return { kind: 'damaged', found: 'a line without a sequence number' };
    return { kind: 'answer', logged: { sequence, answer: { ...checkAnswer(answer), id: text.slice(0, 8) } } };
  } catch (error) {
    return { kind: 'damaged', found: `a line that holds no answer (${(error as Error).message})` };
  }
}
