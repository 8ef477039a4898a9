/** The largest block of memory that is asked for while something runs: a header of ten bytes must not cost a gigabyte. */

const ARRAYS = [
  'Uint8Array',
  'Uint16Array',
  'Int16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
] as const;

type Global = Record<string, unknown>;

/** Watches typed arrays, array buffers and node's buffers until `restore`. */
export function watchAllocations(): { largest(): number; reset(): void; restore(): void } {
  let largest = 0;
  const note = (bytes: number) => {
    if (bytes > largest) largest = bytes;
  };
  const undo: (() => void)[] = [];
  const set = (owner: object, name: string, value: unknown) => {
    const before = (owner as Global)[name];
    (owner as Global)[name] = value;
    undo.push(() => {
      (owner as Global)[name] = before;
    });
  };
  for (const name of [...ARRAYS, 'ArrayBuffer'] as const) {
    const original = globalThis[name] as unknown as (new (...args: unknown[]) => object) & { BYTES_PER_ELEMENT?: number };
    const size = original.BYTES_PER_ELEMENT ?? 1;
    set(
      globalThis,
      name,
      new Proxy(original, {
        construct(target, args, caller) {
          if (typeof args[0] === 'number') note(args[0] * size);
          return Reflect.construct(target, args, caller) as object;
        },
      }),
    );
  }
  for (const name of ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const) {
    const original = Buffer[name] as (size: number, ...rest: unknown[]) => Buffer;
    set(Buffer, name, (bytes: number, ...rest: unknown[]) => {
      note(bytes);
      return original.call(Buffer, bytes, ...rest);
    });
  }
  return {
    largest: () => largest,
    reset: () => {
      largest = 0;
    },
    restore: () => {
      for (const back of undo.reverse()) back();
    },
  };
}
