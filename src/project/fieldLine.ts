/** Where a field of deepminer.json stands in its text. */

/** 1-based line of a field in JSON text, found by its keys in order; a good guess is enough for a message. */
export function lineOf(text: string, keys: readonly string[]): number | undefined {
  let from = 0;
  for (const key of keys) {
    const at = text.indexOf(`"${key}"`, from);
    if (at < 0) break;
    from = at;
  }
  return from > 0 ? text.slice(0, from).split('\n').length : undefined;
}
