/** The closed list of what a checkpoint's pickle may name, and what each means here. Nothing is imported or run: a call makes a plain value. */
import type { StoredType } from '../elements';
import { scalarOf } from './scalar';
import { Global, kindOf, type Pickled, ScalarType, StorageRef, TensorRef } from './values';

const STORAGES: Readonly<Record<string, StoredType>> = {
  FloatStorage: 'float32',
  DoubleStorage: 'float64',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
};

/** Throws an Error that says what was wrong with the arguments. */
type Call = (args: readonly Pickled[]) => Pickled;

const CALLS: Readonly<Record<string, Call>> = {
  'collections.OrderedDict': ([items = []]) => new Map(pairs(items)),
  'torch.Size': ([sizes = []]) => wholes(sizes, 'sizes'),
  // storage, offset, sizes, strides, then what gradients need.
  'torch._utils._rebuild_tensor_v2': tensor,
  'torch._utils._rebuild_tensor': tensor,
  'torch._utils._rebuild_parameter': ([data]) => parameter(data),
  'torch._utils._rebuild_parameter_with_state': ([data]) => parameter(data),
  'torch.device': (args) => args.map((part) => plainText(part, 'a device')).join(':'),
  'numpy.dtype': ([code]) => new ScalarType(text(code, 'dtype')),
  'numpy.core.multiarray.scalar': ([type, bytes]) => numpyScalar(type, bytes),
  'numpy._core.multiarray.scalar': ([type, bytes]) => numpyScalar(type, bytes),
  // How Python 3 writes bytes in protocol 2.
  '_codecs.encode': ([written, encoding]) => {
    if (encoding !== 'latin1') throw new Error(`bytes encoded as ${kindOf(encoding)}`);
    return Buffer.from(text(written, 'bytes'), 'latin1');
  },
  'builtins.set': ([items = []]) => new Set(list(items)),
  '__builtin__.set': ([items = []]) => new Set(list(items)),
};

/** Whether a pickle may name it. Storage types stand in torch or, for tensors saved on a GPU, in torch.cuda; the oldest files name tensor types too. */
export function isKnown(name: string): boolean {
  return Object.hasOwn(CALLS, name) || storageType(name.replace(/Tensor$/, 'Storage')) !== undefined;
}

/** What the call gives. Throws an Error that says what is wrong. */
export function callGlobal({ name }: Global, args: readonly Pickled[]): Pickled {
  if (!Object.hasOwn(CALLS, name)) throw new Error(`a call of ${name}`);
  return CALLS[name](args);
}

/** A persistent id of torch.save: ('storage', type, key, location, count) and in old files a view (key, offset, count) of it, or None. */
export function storageOf(id: Pickled): StorageRef {
  if (!Array.isArray(id) || id[0] !== 'storage') throw new Error(`the persistent id ${kindOf(Array.isArray(id) ? id[0] : id)}`);
  const [, type, key, , count, view = null] = id;
  const stored = type instanceof Global ? storageType(type.name) : undefined;
  if (!stored) throw new Error(`a storage of ${kindOf(type)}`);
  const name = plainText(key, 'the key of a storage');
  const elements = whole(count, 'a storage size');
  if (view === null) return new StorageRef(stored, name, elements);
  const [, offset, length] = list(view);
  const [first, shown] = [whole(offset, 'an offset'), whole(length, 'a view of a storage')];
  if (first + shown > elements) throw new Error(`a view of ${shown} elements from ${first} on in a storage of ${elements}`);
  return new StorageRef(stored, name, elements, first);
}

function storageType(name: string): StoredType | undefined {
  const match = /^torch\.(?:cuda\.)?(\w+)$/.exec(name);
  return match && Object.hasOwn(STORAGES, match[1]) ? STORAGES[match[1]] : undefined;
}

function tensor([storage, offset, sizes, strides]: readonly Pickled[]): TensorRef {
  if (!(storage instanceof StorageRef)) throw new Error(`a tensor of ${kindOf(storage)}`);
  return new TensorRef(storage, whole(offset, 'an offset'), wholes(sizes, 'sizes'), wholes(strides, 'strides'));
}

function parameter(data: Pickled): TensorRef {
  if (!(data instanceof TensorRef)) throw new Error(`a parameter of ${kindOf(data)}`);
  return data;
}

function numpyScalar(type: Pickled, bytes: Pickled): Pickled {
  if (!(type instanceof ScalarType)) throw new Error(`a number of ${kindOf(type)}`);
  const raw = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  if (!(raw instanceof Uint8Array)) throw new Error(`a number in ${kindOf(bytes)}`);
  return scalarOf(type, raw);
}

function pairs(items: Pickled): [Pickled, Pickled][] {
  return list(items).map((item) => {
    if (!Array.isArray(item) || item.length !== 2) throw new Error(`${kindOf(item)} for a pair of key and value`);
    return [item[0], item[1]];
  });
}

function list(value: Pickled): Pickled[] {
  if (!Array.isArray(value)) throw new Error(`${kindOf(value)} for a list`);
  return value;
}

function text(value: Pickled, what: string): string {
  if (typeof value !== 'string') throw new Error(`${kindOf(value)} for ${what}`);
  return value;
}

function whole(value: Pickled, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Error(`${kindOf(value)} for ${what}`);
  return value;
}

function wholes(value: Pickled, what: string): number[] {
  return list(value).map((item) => whole(item, what));
}

/** Never of a container: its text could be endless. */
function plainText(value: Pickled, what: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${kindOf(value)} for ${what}`);
  return String(value);
}
