/** What a pickle of weights may hold: plain values and containers, and tensors as descriptions of bytes that are read later. */
import type { StoredType } from '../elements';

export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Pickled[]
  | Map<Pickled, Pickled>
  | Set<Pickled>
  | Global
  | StorageRef
  | TensorRef
  | ScalarType;

/** A function or class of the closed list in globals.ts, by module and name; nothing of it is loaded or called. */
export class Global {
  constructor(readonly name: string) {}
}

/** Where a storage's bytes are: `count` elements under `key`; a view into it begins at element `first`. */
export class StorageRef {
  constructor(
    readonly type: StoredType,
    readonly key: string,
    readonly count: number,
    readonly first = 0,
  ) {}
}

/** A tensor as offset, sizes and strides in elements of its storage; not checked yet. */
export class TensorRef {
  constructor(
    readonly storage: StorageRef,
    readonly offset: number,
    readonly dims: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** NumPy's dtype of a single number, e.g. `f8`; the byte order follows in its state. */
export class ScalarType {
  bigEndian = false;
  constructor(readonly code: string) {}
}

/** A short description for messages; never the content, which may be endless. */
export function kindOf(value: Pickled | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (typeof value === 'string') return `the text "${value.slice(0, 40)}"`;
  if (typeof value !== 'object') return `${typeof value === 'boolean' ? 'the truth value' : 'the number'} ${value}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Map) return `a dict of ${value.size}`;
  if (value instanceof Set) return `a set of ${value.size}`;
  if (value instanceof Global) return value.name;
  if (value instanceof StorageRef) return 'a storage';
  if (value instanceof TensorRef) return 'a tensor';
  return value instanceof ScalarType ? 'a dtype' : 'bytes';
}
