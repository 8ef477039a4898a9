/** The patch store on disk: one file of 16-bit grey pixels, patch after patch, and a JSON beside it that says what they are. */
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { endianness } from 'node:os';
import path from 'node:path';
import type { Part } from '../dataset/model';
import { writeFileWhole } from '../project/files';
import type { Problem } from '../protocol/problem';
import { inputTables, storedToInput, WHITE } from './normalise';
import type { Patch, PatchStore } from './patch';
import type { ViewStore } from './viewStore';

/** What the JSON holds. */
interface Index {
  hash: string;
  size: number;
  patches: Patch[];
  problems: Problem[];
}

export interface StoreFiles {
  pixels: string;
  index: string;
}

export interface OpenedStore {
  store: PatchStore;
  /** The views that patches were cut from; of the hold-out part alone, where mining looks at whole views. Closed with the store. */
  views?: ViewStore;
  files: StoreFiles;
  problems: Problem[];
}

/** The two files of a part's store in the cache folder. */
export function storeFiles(cacheDir: string, part: Part, hash: string): StoreFiles {
  const stem = path.join(cacheDir, `patches-${part}-${hash.slice(0, 16)}`);
  return { pixels: `${stem}.u16`, index: `${stem}.json` };
}

/** Opens a finished store; undefined when it is absent, belongs to other data or is not whole, so that it is made anew. */
export async function openStore(files: StoreFiles, hash: string): Promise<OpenedStore | undefined> {
  let index: Index;
  try {
    index = JSON.parse(await readFile(files.index, 'utf8')) as Index;
    const { size } = await stat(files.pixels);
    if (index.hash !== hash || size !== index.patches.length * index.size * index.size * 2) return undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const handle = await open(files.pixels);
  return { store: readerOf(handle, index), files, problems: index.problems };
}

/** Writes a store patch by patch; nothing is visible under its name until finish(). */
export async function createStore(files: StoreFiles, hash: string, size: number): Promise<StoreWriter> {
  await mkdir(path.dirname(files.pixels), { recursive: true });
  const temporary = `${files.pixels}.${process.pid}.tmp`;
  return new StoreWriter(files, hash, size, temporary, await open(temporary, 'w'));
}

export class StoreWriter {
  private readonly patches: Patch[] = [];

  constructor(
    private readonly files: StoreFiles,
    private readonly hash: string,
    private readonly size: number,
    private readonly temporary: string,
    private readonly handle: FileHandle,
  ) {}

  /** Appends a view's patches; pixels is [patches.length, size, size] of 16-bit grey. */
  async append(patches: readonly Patch[], pixels: Uint16Array): Promise<void> {
    const bytes = littleEndian(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
    // A write may take only a part of a large block.
    for (let done = 0; done < bytes.length; ) done += (await this.handle.write(bytes, done, bytes.length - done)).bytesWritten;
    this.patches.push(...patches);
  }

  /** Makes the store visible: pixels first, the index last, so that an index always has its pixels. */
  async finish(problems: Problem[]): Promise<void> {
    await this.handle.sync();
    await this.handle.close();
    await rename(this.temporary, this.files.pixels);
    const index: Index = { hash: this.hash, size: this.size, patches: this.patches, problems };
    await writeFileWhole(this.files.index, JSON.stringify(index));
  }

  /** Leaves no trace of an unfinished store. */
  async discard(): Promise<void> {
    // Closing again after finish() got that far does nothing.
    await this.handle.close();
    await rm(this.temporary, { force: true });
  }
}

function readerOf(handle: FileHandle, { hash, size, patches }: Index): PatchStore {
  const plane = size * size;
  let made: { of: string; tables: readonly Float32Array[] } | undefined;
  return {
    hash,
    size,
    patches,
    async read(indices) {
      const stored = await readStored(handle, indices, plane, patches.length);
      const grey = new Float32Array(stored.length);
      for (let i = 0; i < stored.length; i++) grey[i] = stored[i] / WHITE;
      return grey;
    },
    async input(indices, normalisation, spare) {
      const of = [...normalisation.mean, ...normalisation.std].join();
      if (made?.of !== of) made = { of, tables: inputTables(normalisation) };
      const { tables } = made;
      return storedToInput(await readStored(handle, indices, plane, patches.length), indices.length, plane, tables, spare);
    },
    close: () => handle.close(),
  };
}

/**
 * 16-bit pixels [indices.length, plane]. All reads are asked for at once and in the order of the file: they go on while the engine holds
 * this thread, and a disk need not go back and forth. Throws RangeError when an index or the file's length does not fit.
 */
async function readStored(handle: FileHandle, indices: readonly number[], plane: number, patches: number): Promise<Uint16Array> {
  const bytes = plane * 2;
  const block = new Uint8Array(indices.length * bytes);
  const runs: { at: number; index: number; length: number }[] = [];
  for (const [at, index] of indices.entries()) {
    if (!(index >= 0 && index < patches)) throw new RangeError(`The store holds ${patches} patches, asked for number ${index}.`);
    const last = runs.at(-1);
    // Neighbours on disk are read at once.
    if (last && index === last.index + last.length) last.length++;
    else runs.push({ at, index, length: 1 });
  }
  runs.sort((a, b) => a.index - b.index);
  await Promise.all(
    runs.map(async ({ at, index, length }) => {
      const { bytesRead } = await handle.read(block, at * bytes, length * bytes, index * bytes);
      if (bytesRead !== length * bytes) throw new RangeError(`The patch store ends early: ${bytesRead} of ${length * bytes} bytes.`);
    }),
  );
  return new Uint16Array(littleEndian(block).buffer);
}

/** Swaps the bytes of 16-bit values on the rare big-endian machine: the file is little-endian everywhere. */
export function littleEndian(bytes: Uint8Array): Uint8Array {
  return endianness() === 'LE' ? bytes : new Uint8Array(Buffer.from(bytes).swap16());
}
