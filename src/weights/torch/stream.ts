/** torch.save's form before PyTorch 1.6: four pickles (magic number, protocol, system, value), the list of storages, then their bytes. */
import { ProblemError } from '../../protocol/problem';
import type { ByteSource } from '../bytes';
import { storedBytes } from '../elements';
import { storageOf } from '../pickle/globals';
import { unpickle } from '../pickle/unpickle';
import type { Pickled, StorageRef } from '../pickle/values';
import { MAX_PICKLE_BYTES } from './archive';
import { notSaved, type Saved } from './saved';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;
/** Read first; where the pickles are longer, four times as much, and so on. */
const FIRST_WINDOW = 1 << 20;

/** How such a file begins: the magic number as a pickle of protocol 2. */
export const STREAM_START = Buffer.from([0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);

/** Throws ProblemError when it is no such stream, was written big-endian, is cut short, or a pickle is refused. */
export async function readStream(source: ByteSource): Promise<Saved> {
  for (let window = FIRST_WINDOW; ; window *= 4) {
    const length = Math.min(window, source.size, MAX_PICKLE_BYTES);
    try {
      return await readPickles(source, await source.read(0, length));
    } catch (error) {
      const more = length < Math.min(source.size, MAX_PICKLE_BYTES);
      if (!(more && error instanceof ProblemError && error.problem.code === 'weights.pickle.cutShort')) throw error;
    }
  }
}

async function readPickles(source: ByteSource, bytes: Buffer): Promise<Saved> {
  const refs = new Map<string, StorageRef>();
  let at = 0;
  const next = (where: string, persistent?: (id: Pickled) => StorageRef): Pickled => {
    const { value, end } = unpickle(bytes, { file: source.file, where, start: at, persistent });
    at = end;
    return value;
  };
  if (next('the magic number') !== MAGIC) throw notSaved(source, 'a pickle that does not begin with the magic number');
  if (next('the protocol') !== PROTOCOL) throw notSaved(source, 'another protocol', `protocol ${PROTOCOL}`);
  const system = next('the system');
  if (!(system instanceof Map) || system.get('little_endian') !== true)
    throw notSaved(source, 'numbers of another byte order', 'little-endian numbers');
  const value = next('the value', (id) => {
    const ref = storageOf(id);
    // Views share their root's bytes; the first to come tells type and size as well as any.
    if (!refs.has(ref.key)) refs.set(ref.key, ref);
    return ref;
  });
  const keys = next('the list of storages');
  if (!Array.isArray(keys)) throw notSaved(source, 'no list of storages');
  const places = await storagePlaces(source, keys, refs, at);
  return {
    value,
    storage(ref) {
      const place = places.get(ref.key);
      const length = ref.count * storedBytes(ref.type);
      if (!place || length > place.length) throw notSaved(source, `${place?.length ?? 0} bytes for storage ${ref.key}`, `${length} bytes`);
      return source.read(place.position, place.length);
    },
  };
}

/** Every storage is its number of elements, 8 bytes, and the elements. */
async function storagePlaces(source: ByteSource, keys: Pickled[], refs: ReadonlyMap<string, StorageRef>, start: number) {
  const places = new Map<string, { position: number; length: number }>();
  let at = start;
  for (const key of keys) {
    const ref = typeof key === 'string' || typeof key === 'number' ? refs.get(String(key)) : undefined;
    if (!ref) throw notSaved(source, 'a storage that no tensor uses');
    const count = (await source.read(at, 8)).readBigInt64LE(0);
    if (count !== BigInt(ref.count)) throw notSaved(source, `${count} numbers in storage ${ref.key}`, `${ref.count} numbers`);
    const place = { position: at + 8, length: ref.count * storedBytes(ref.type) };
    at = place.position + place.length;
    if (at > source.size) throw notSaved(source, `${source.size} bytes`, `${at} bytes, where storage ${ref.key} ends`);
    places.set(ref.key, place);
  }
  return places;
}
