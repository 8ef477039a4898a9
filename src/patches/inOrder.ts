/** Several works at the same time, their results one after the other. */

/**
 * Results of `work` in the order of the items, with at most `atOnce` begun and not yet taken: memory stays flat however many items there are. Throws
 * what the first failing item throws; whoever stops early ends the rest by his own signal, their failures are nobody's.
 */
export async function* inOrder<T, R>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<R>): AsyncGenerator<[T, R], void> {
  const begun: { item: T; result: Promise<R> }[] = [];
  for (const item of items) {
    const result = work(item);
    // Told when its turn comes, or never.
    result.catch(() => undefined);
    begun.push({ item, result });
    if (begun.length < atOnce) continue;
    const first = begun.shift()!;
    yield [first.item, await first.result];
  }
  for (const { item, result } of begun) yield [item, await result];
}
