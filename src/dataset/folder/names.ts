/** Ids from file names: safe in every file system and address, one for each name, and the same whatever else lies beside it. */
import { createHash } from 'node:crypto';

/** Longer names are cut: ids become file names. */
const LONGEST = 60;
const HASH_LENGTH = 8;

export interface Nameable {
  /** What the id reads like. */
  text: string;
  /** What makes it another than the rest, such as a path. */
  key: string;
}

/**
 * One name for each, of letters, digits, `_` and `-` alone. A name that had to be changed, or that another has too (in capitals or not), ends in a
 * hash of its key.
 */
export function safeNames(wanted: readonly Nameable[]): string[] {
  const plain = wanted.map(({ text, key }) => {
    const safe = text.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, LONGEST);
    return safe === text && safe !== '' ? safe : withHash(safe, key);
  });
  const holders = new Map<string, Set<string>>();
  for (const [i, name] of plain.entries()) {
    const folded = name.toLowerCase();
    holders.set(folded, (holders.get(folded) ?? new Set()).add(wanted[i].key));
  }
  return plain.map((name, i) => (holders.get(name.toLowerCase())!.size > 1 ? withHash(name, wanted[i].key) : name));
}

function withHash(name: string, key: string): string {
  return `${name}-${createHash('sha256').update(key).digest('hex').slice(0, HASH_LENGTH)}`;
}
