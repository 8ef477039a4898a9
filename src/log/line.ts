/**
 * One line of a log of answers: `<crc32 of the JSON> <JSON>\n`. A line cut off by a crash is closed with a seal by whoever
 * appends next, so that it is told from one that was damaged later.
 */
import { crc32 } from './crc32';

/** Closes a torn last line. The sealing process writes it before its own line in one write. */
export const SEAL = ' ~torn\n';

/** What a log is of. */
export interface Loggable {
  /** Checksum of its line, given when it is kept or read. */
  id?: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** An answer and its place in the log: the larger sequence is the later one, whatever the clocks said. */
export interface Logged<A extends Loggable> {
  sequence: number;
  answer: A;
}

export type ReadLine<A extends Loggable> =
  | { kind: 'answer'; logged: Logged<A> }
  /** Nothing was written here. */
  | { kind: 'blank' }
  /** Left by a merge that was not finished: what stands on its both sides counts. */
  | { kind: 'marker'; found: string }
  /** Cut off while it was written: it was never acknowledged. */
  | { kind: 'torn' }
  /** Whole once, wrong now. */
  | { kind: 'damaged'; found: string };

/** The line, and the id that the answer in it is known by. */
export function encodeLine<A extends Loggable>({ sequence, answer: { id: _, ...answer } }: Logged<A>): { line: string; id: string } {
  const json = JSON.stringify({ sequence, answer });
  const id = checksum(json);
  return { line: `${id} ${json}\n`, id };
}

/** `<<<<<<< ours`, `=======`, … on a line of their own, as git and others write them. */
const MARKER = /^(<{7}|={7}|>{7}|\|{7})( |$)/;

/**
 * Reads one line without its newline, which version control may have made CR and LF.
 * @param closed false for the last line of a file that does not end in a newline
 * @param check the answer, checked; throws where it is none
 */
export function decodeLine<A extends Loggable>(written: string, closed: boolean, check: (value: unknown) => A): ReadLine<A> {
  const line = written.replace(/\r$/, '');
  const sealed = line.endsWith(SEAL.slice(0, -1));
  const text = sealed ? line.slice(0, 1 - SEAL.length) : line;
  if (text.trim() === '') return { kind: 'blank' };
  if (MARKER.test(text)) return { kind: 'marker', found: text.slice(0, 40) };
  const json = text.slice(9);
  if (text[8] !== ' ' || checksum(json) !== text.slice(0, 8))
    return sealed || !closed
      ? { kind: 'torn' }
      : { kind: 'damaged', found: `a line whose checksum is wrong: ${JSON.stringify(text.slice(0, 40))}` };
  try {
    const { sequence, answer } = JSON.parse(json) as { sequence: number; answer: unknown };
    if (!Number.isSafeInteger(sequence)) return { kind: 'damaged', found: 'a line without a sequence number' };
    return { kind: 'answer', logged: { sequence, answer: { ...check(answer), id: text.slice(0, 8) } } };
  } catch (error) {
    return { kind: 'damaged', found: `a line that holds no answer (${(error as Error).message})` };
  }
}

/** Earlier before later. Two processes that write at once, or two machines, may take the same number: the clock decides then, and by chance the id. */
export function inOrder(a: Logged<Loggable>, b: Logged<Loggable>): number {
  return a.sequence - b.sequence || compare(a.answer.at, b.answer.at) || compare(a.answer.id!, b.answer.id!);
}

/** Of the text in UTF-8; also where there is no Node. */
const checksum = (text: string): string => crc32(new TextEncoder().encode(text));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
