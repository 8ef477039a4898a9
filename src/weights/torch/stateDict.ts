/** The weights inside what was saved: a state_dict itself, or one in a checkpoint's dict beside epoch, optimizer and other things. */
import type { Tensor } from '../../network/graph';
import type { ByteSource } from '../bytes';
import { type StoredType, storedBytes } from '../elements';
import { kindOf, type Pickled, TensorRef } from '../pickle/values';
import { denseTensor, faultOf } from './dense';
import { notSaved, type Saved } from './saved';

export interface StateDict {
  tensors: Map<string, Tensor>;
  /** Tensors whose element type was widened, by name. */
  converted: Map<string, StoredType>;
  /** What a checkpoint says of itself. */
  epoch?: number;
  architecture?: string;
}

/** Where training scripts put the state_dict in their checkpoints; DeepMiner's published code uses the first. */
const WRAPPINGS = ['state_dict', 'model_state_dict', 'model', 'net'];
/** Many tensors may share one storage: together they are still no more than this. */
const MAX_BYTES = 2 ** 32;

/** Reads every tensor of the state_dict, no storage twice. Throws ProblemError when there is none, or a tensor does not fit its storage. */
export async function readStateDict(source: ByteSource, saved: Saved): Promise<StateDict> {
  const { dict, checkpoint } = findStateDict(source, saved.value);
  const refs = [...dict].filter((entry): entry is [string, TensorRef] => entry[1] instanceof TensorRef);
  let bytes = 0;
  for (const [name, ref] of refs) {
    const fault = faultOf(ref);
    if (fault) throw notSaved(source, `the tensor ${name} as ${fault}`, 'tensors within what is stored');
    bytes += ref.dims.reduce((product, size) => product * size, storedBytes(ref.storage.type));
  }
  if (bytes > MAX_BYTES) throw notSaved(source, `tensors of ${bytes} bytes`, `at most ${MAX_BYTES}`);
  const tensors = new Map<string, Tensor>();
  const converted = new Map<string, StoredType>();
  const uses = new Map<string, number>();
  for (const [, { storage }] of refs) uses.set(storage.key, (uses.get(storage.key) ?? 0) + 1);
  const shared = new Map<string, Uint8Array>();
  for (const [name, ref] of refs) {
    const { key, type } = ref.storage;
    const stored = shared.get(key) ?? (await saved.storage(ref.storage));
    // Two descriptions of one storage may contradict each other.
    if (stored.byteLength < ref.storage.count * storedBytes(type))
      throw notSaved(source, `${stored.byteLength} bytes for ${name}`, `${ref.storage.count} numbers of type ${type}`);
    if (uses.get(key)! > 1) shared.set(key, stored);
    const tensor = denseTensor(ref, stored);
    tensors.set(name, tensor);
    if (tensor.type !== type) converted.set(name, type);
  }
  const epoch = checkpoint?.get('epoch');
  const architecture = checkpoint?.get('arch');
  return {
    tensors,
    converted,
    ...(typeof epoch === 'number' && { epoch }),
    ...(typeof architecture === 'string' && { architecture: architecture.slice(0, 80) }),
  };
}

function findStateDict(source: ByteSource, value: Pickled): { dict: Map<string, Pickled>; checkpoint?: Map<Pickled, Pickled> } {
  if (!(value instanceof Map)) throw notSaved(source, kindOf(value), 'a state_dict, or a dict with one');
  if (isStateDict(value)) return { dict: value };
  for (const name of WRAPPINGS) {
    const inner = value.get(name);
    if (inner instanceof Map && isStateDict(inner)) return { dict: inner, checkpoint: value };
  }
  const names = [...value.keys()].slice(0, 12).map((key) => (typeof key === 'string' ? key.slice(0, 40) : kindOf(key)));
  throw notSaved(source, `a dict of ${names.join(', ') || 'nothing'}`, `names with tensors, there or under ${WRAPPINGS.join(', ')}`);
}

/** Names with tensors throughout, at least one. */
function isStateDict(value: Map<Pickled, Pickled>): value is Map<string, Pickled> {
  return value.size > 0 && [...value].every(([name, tensor]) => typeof name === 'string' && tensor instanceof TensorRef);
}
