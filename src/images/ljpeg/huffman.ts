/** Huffman codes of JPEG (ITU-T T.81, Annexes C and K.2): the best table for given counts, its code words, and a look-up for reading them. */

/** As a DHT segment says it: how many codes of each length 1..16, and the symbols in order of code. */
export interface HuffmanTable {
  /** [16] */
  counts: Uint8Array;
  symbols: Uint8Array;
}

const MAX_LENGTH = 16;

/**
 * The table that codes symbols of the given frequencies in the fewest bits, no code longer than 16 bits or all ones.
 * `frequencies[s]` is how often symbol s occurs; symbols that never occur get no code. Source: T.81, K.2.
 */
export function bestTable(frequencies: ArrayLike<number>): HuffmanTable {
  const n = frequencies.length;
  // One extra symbol of frequency 1 takes the all-ones code, which JPEG forbids; it is dropped at the end.
  const weight = Float64Array.from({ length: n + 1 }, (_, i) => (i < n ? frequencies[i] : 1));
  const length = new Int32Array(n + 1);
  const groups: { weight: number; members: number[] }[] = [];
  for (let i = 0; i <= n; i++) if (weight[i] > 0) groups.push({ weight: weight[i], members: [i] });
  while (groups.length > 1) {
    // Equal weights: the later group first, so that the extra symbol stays among the longest codes.
    groups.sort((a, b) => b.weight - a.weight);
    const [second, first] = [groups.pop()!, groups.pop()!];
    const members = [...first.members, ...second.members];
    for (const m of members) length[m]++;
    groups.push({ weight: first.weight + second.weight, members });
  }
  const perLength = new Int32Array(Math.max(...length, MAX_LENGTH) + 1);
  for (let i = 0; i <= n; i++) if (length[i] > 0) perLength[length[i]]++;
  shorten(perLength);
  const used = Array.from({ length: n }, (_, i) => i).filter((i) => weight[i] > 0);
  // Longest codes to the rarest; the sort is stable, so equal bytes come out on every machine.
  used.sort((a, b) => length[a] - length[b] || weight[b] - weight[a] || a - b);
  return { counts: Uint8Array.from(perLength.subarray(1, MAX_LENGTH + 1)), symbols: Uint8Array.from(used) };
}

/** Moves codes longer than 16 bits up the tree (T.81, figure K.3), then takes one code, the all-ones one, off the longest length. */
function shorten(perLength: Int32Array): void {
  for (let l = perLength.length - 1; l > MAX_LENGTH; l--) {
    while (perLength[l] > 0) {
      let j = l - 2;
      while (perLength[j] === 0) j--;
      perLength[l] -= 2;
      perLength[l - 1]++;
      perLength[j + 1] += 2;
      perLength[j]--;
    }
  }
  let longest = MAX_LENGTH;
  while (perLength[longest] === 0) longest--;
  perLength[longest]--;
}

/** Code word and its length in bits for every symbol; length 0 where a symbol has no code (T.81, Annex C). */
export function codeWords(table: HuffmanTable): { code: Uint16Array; length: Uint8Array } {
  const code = new Uint16Array(256);
  const length = new Uint8Array(256);
  let next = 0;
  let k = 0;
  for (let l = 1; l <= MAX_LENGTH; l++, next <<= 1) {
    for (let i = 0; i < table.counts[l - 1]; i++, next++, k++) {
      code[table.symbols[k]] = next;
      length[table.symbols[k]] = l;
    }
  }
  return { code, length };
}

/**
 * Look-up by the next 16 bits of the stream: (code length << 8) | symbol, 0 where no code begins so. Undefined when the table is not a
 * prefix code (more codes of a length than fit) or its symbols are too few.
 */
export function lookUp(table: HuffmanTable): Uint16Array | undefined {
  const entries = new Uint16Array(1 << MAX_LENGTH);
  let next = 0;
  let k = 0;
  for (let l = 1; l <= MAX_LENGTH; l++, next <<= 1) {
    for (let i = 0; i < table.counts[l - 1]; i++, next++, k++) {
      if (next >= 1 << l || k >= table.symbols.length) return undefined;
      const shift = MAX_LENGTH - l;
      entries.fill((l << 8) | table.symbols[k], next << shift, (next + 1) << shift);
    }
  }
  return entries;
}
