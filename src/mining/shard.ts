/** Parts of a hold-out part that are mined apart, e.g. on the machines of a cluster, and put together after. */

/** Part number `part`, from 1, of `of`. */
export interface Shard {
  part: number;
  of: number;
}

export const WHOLE: Shard = { part: 1, of: 1 };

/**
 * Which of `count` items, in their order, belong to a shard: from (included) to (not). Whole blocks stay together, so that a network sees the
 * same batches in parts as in one go, and answers with the same bits.
 */
export function shardRange(count: number, { part, of }: Shard, block = 1): { from: number; to: number } {
  const blocks = Math.ceil(count / block);
  const start = (n: number): number => Math.min(count, Math.floor((blocks * n) / of) * block);
  return { from: start(part - 1), to: start(part) };
}

/** Reads `2/4`. Throws RangeError on anything else. */
export function parseShard(text: string): Shard {
  const [, part, of] = (/^(\d+)\/(\d+)$/.exec(text.trim()) ?? []).map(Number);
  if (!(part >= 1 && part <= of)) throw new RangeError(`A shard is written i/n with i from 1 to n, found "${text}".`);
  return { part, of };
}
