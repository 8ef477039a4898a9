/** What the backward passes of all classes share: written the first time it is asked for. */
export function once<T>(write: () => T): () => T {
  let written: { value: T } | undefined;
  return () => {
    written ??= { value: write() };
    return written.value;
  };
}
