/** torch.save's first form, of PyTorch before 0.1.10: a tar of `storages`, `tensors` that lie in them, and the `pickle` that names tensors. */
import type { ByteSource } from '../bytes';
import { storedBytes } from '../elements';
import { storageOf } from '../pickle/globals';
import { unpickle } from '../pickle/unpickle';
import { type Pickled, StorageRef, TensorRef } from '../pickle/values';
import { MAX_PICKLE_BYTES } from './archive';
import { notSaved, type Saved } from './saved';
import { type Member, readMembers } from './tarMembers';

/** What stands between two storages: a key, a place and a type. */
const SMALL_PICKLE_BYTES = 1 << 16;
/** More tensors than any network of that time has. */
const MAX_COUNT = 100_000;

/** Throws ProblemError when a member is missing, cut short or contradicts another. */
export async function readTar(source: ByteSource): Promise<Saved> {
  const members = await readMembers(source);
  const member = (name: string): Walk => {
    const found = members.get(name);
    if (!found) throw notSaved(source, `a tar archive without ${name}`);
    return new Walk(source, name, found);
  };
  const system = await member('sys_info').pickle();
  if (!(system instanceof Map) || system.get('little_endian') !== true)
    throw notSaved(source, 'numbers of another byte order', 'little-endian numbers');
  const { refs, places } = await readStorages(source, member('storages'));
  const tensors = await readTensorList(source, member('tensors'), refs);
  const value = await member('pickle').pickle(MAX_PICKLE_BYTES, (id) => {
    const found = tensors.get(keyOf(id)) ?? refs.get(keyOf(id));
    if (!found) throw new Error('a tensor that is not there');
    return found;
  });
  return {
    value,
    storage(ref) {
      const place = places.get(ref.key);
      if (!place) throw notSaved(source, `no storage ${ref.key}`);
      return source.read(place.position, place.size);
    },
  };
}

async function readStorages(source: ByteSource, walk: Walk) {
  const refs = new Map<string, StorageRef>();
  const places = new Map<string, Member>();
  for (let left = await walk.count(); left > 0; left--) {
    const [id, location, type] = listOf(source, await walk.pickle());
    const key = keyOf(id);
    const size = await walk.int64();
    const ref = storageOf(['storage', type ?? null, key, location ?? null, size]);
    refs.set(key, ref);
    places.set(key, walk.pass(size * storedBytes(ref.type)));
  }
  for (const view of listOf(source, await walk.pickle())) {
    const [target, root, first, count] = listOf(source, view);
    const ref = refs.get(keyOf(root));
    if (!ref || !isSize(first) || !isSize(count) || first + count > ref.count) throw notSaved(source, 'a view beyond its storage');
    refs.set(keyOf(target), new StorageRef(ref.type, ref.key, ref.count, first));
  }
  return { refs, places };
}

async function readTensorList(source: ByteSource, walk: Walk, refs: ReadonlyMap<string, StorageRef>): Promise<Map<string, TensorRef>> {
  const tensors = new Map<string, TensorRef>();
  for (let left = await walk.count(); left > 0; left--) {
    const [key, storage] = listOf(source, await walk.pickle());
    const ref = refs.get(keyOf(storage));
    const dimensions = await walk.int64(4);
    // Once 8 bytes, of which the upper four mean nothing.
    walk.pass(4);
    if (!ref || dimensions > 64) throw notSaved(source, 'a tensor without its storage');
    const numbers: number[] = [];
    for (let i = 0; i < 2 * dimensions + 1; i++) numbers.push(await walk.int64());
    tensors.set(keyOf(key), new TensorRef(ref, numbers[2 * dimensions], numbers.slice(0, dimensions), numbers.slice(dimensions, -1)));
  }
  return tensors;
}

/** A member from front to back: pickles with plain numbers and bytes between them. */
class Walk {
  private at = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly name: string,
    private readonly member: Member,
  ) {}

  async pickle(limit = SMALL_PICKLE_BYTES, persistent?: (id: Pickled) => StorageRef | TensorRef): Promise<Pickled> {
    const bytes = await this.source.read(this.member.position + this.at, Math.min(limit, this.member.size - this.at));
    const { value, end } = unpickle(bytes, { file: this.source.file, where: `${this.name} from ${this.at} on`, persistent });
    this.at += end;
    return value;
  }

  async count(): Promise<number> {
    const count = await this.pickle();
    if (!isSize(count) || count > MAX_COUNT) throw notSaved(this.source, `no number at the start of ${this.name}`);
    return count;
  }

  /** A whole number from 0 of 8 or 4 bytes. */
  async int64(bytes: 4 | 8 = 8): Promise<number> {
    const { position } = this.pass(bytes);
    const raw = await this.source.read(position, bytes);
    const value = bytes === 8 ? Number(raw.readBigInt64LE(0)) : raw.readInt32LE(0);
    if (!isSize(value)) throw notSaved(this.source, `the size ${value} in ${this.name}`);
    return value;
  }

  /** Passes bytes over and says where they are. */
  pass(size: number): Member {
    if (this.at + size > this.member.size)
      throw notSaved(this.source, `${this.name} of ${this.member.size} bytes`, `at least ${this.at + size}`);
    const place = { position: this.member.position + this.at, size };
    this.at += size;
    return place;
  }
}

function listOf(source: ByteSource, value: Pickled): Pickled[] {
  if (!Array.isArray(value)) throw notSaved(source, 'an entry that is no list');
  return value;
}

function keyOf(value: Pickled | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

function isSize(value: Pickled | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
