/**
 * Views of a part on disk as mining sees them: resized so that a patch has its training size, and, where that is small, once more as pictures
 * for people. Made while patches are cut, so that a film is decoded once: decoding takes longer than a look at it by a shallow network.
 */
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Part, View } from '../dataset/model';
import type { GreyImage } from '../pixels/image';
import type { GreyRows } from '../pixels/rows';
import type { Config } from '../project/config';
import { writeFileWhole } from '../project/files';
import { ProblemError } from '../protocol/problem';
import { storedGrey, WHITE } from './normalise';
import { littleEndian } from './storeFile';
import { forNetwork } from './view';

/** Side of a patch in pictures for people, in pixels. */
export const PICTURE_SIDE = 150;

interface Entry {
  viewId: string;
  /** Side of a patch in it. */
  side: number;
  width: number;
  height: number;
  /** In pixels. */
  offset: number;
}

interface Index {
  hash: string;
  entries: Entry[];
}

export interface ViewStore {
  /** The view resized so that a patch has `side` pixels. Throws ProblemError when it could not be read when the store was made. */
  read(view: Pick<View, 'id' | 'file'>, side: number): Promise<GreyImage>;
  close(): Promise<void>;
}

function filesOf(cacheDir: string, part: Part, hash: string): { pixels: string; index: string } {
  const stem = path.join(cacheDir, `views-${part}-${hash.slice(0, 16)}`);
  return { pixels: `${stem}.u16`, index: `${stem}.json` };
}

/** Sides that a store of this project has: the network's, and one fit for pictures. */
export function storedSides({ patches }: Pick<Config, 'patches'>): number[] {
  return [...new Set([patches.size, Math.max(patches.size, PICTURE_SIDE)])];
}

/** A view as the store keeps it. */
export interface ResizedView {
  /** Side of a patch in it. */
  side: number;
  width: number;
  height: number;
  /** [height, width], 16-bit grey. */
  pixels: Uint16Array;
}

/** The whole view in every stored size. */
export function resizedViews(image: GreyRows, config: Pick<Config, 'patches'>): ResizedView[] {
  return storedSides(config).map((side) => {
    const { width, height, data } = forNetwork(image, config, side);
    return { side, width, height, pixels: storedGrey(data) };
  });
}

/** Opens a finished store; undefined when it is absent, belongs to other data or is not whole. */
export async function openViewStore(cacheDir: string, part: Part, hash: string): Promise<ViewStore | undefined> {
  const files = filesOf(cacheDir, part, hash);
  try {
    const { hash: found, entries } = JSON.parse(await readFile(files.index, 'utf8')) as Index;
    const pixels = entries.reduce((sum, { width, height }) => sum + width * height, 0);
    if (found !== hash || (await stat(files.pixels)).size !== pixels * 2) return undefined;
    return readerOf(await open(files.pixels), entries);
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function createViewStore(cacheDir: string, part: Part, hash: string): Promise<ViewStoreWriter> {
  const files = filesOf(cacheDir, part, hash);
  await mkdir(cacheDir, { recursive: true });
  const temporary = `${files.pixels}.${process.pid}.tmp`;
  return new ViewStoreWriter(files, hash, temporary, await open(temporary, 'w'));
}

export class ViewStoreWriter {
  private readonly entries: Entry[] = [];
  private offset = 0;

  constructor(
    private readonly files: { pixels: string; index: string },
    private readonly hash: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
  ) {}

  /** Appends a view in the sizes of resizedViews. */
  async append(viewId: string, resized: readonly ResizedView[]): Promise<void> {
    for (const { side, width, height, pixels } of resized) {
      await this.handle.writeFile(littleEndian(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)));
      this.entries.push({ viewId, side, width, height, offset: this.offset });
      this.offset += pixels.length;
    }
  }

  /** Makes the store visible, the index last. */
  async finish(): Promise<void> {
    await this.handle.sync();
    await this.handle.close();
    await rename(this.temporary, this.files.pixels);
    await writeFileWhole(this.files.index, JSON.stringify({ hash: this.hash, entries: this.entries } satisfies Index));
  }

  /** Leaves no trace of an unfinished store. */
  async discard(): Promise<void> {
    await this.handle.close();
    await rm(this.temporary, { force: true });
  }
}

function readerOf(handle: FileHandle, entries: readonly Entry[]): ViewStore {
  const byName = new Map(entries.map((entry) => [`${entry.side} ${entry.viewId}`, entry]));
  return {
    async read({ id, file }, side) {
      const entry = byName.get(`${side} ${id}`);
      if (!entry)
        throw new ProblemError({
          code: 'patches.view.absent',
          file,
          found: `a view that was left out when patches of ${side} pixels were cut`,
          expected: 'a mammogram that can be read whole',
          remedy: 'The warnings then said why; restore the file from its source.',
        });
      const { width, height, offset } = entry;
      const bytes = new Uint8Array(width * height * 2);
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, offset * 2 + done);
        if (bytesRead === 0) throw new RangeError('The view store ends early.');
        done += bytesRead;
      }
      const stored = new Uint16Array(littleEndian(bytes).buffer);
      const data = new Float32Array(stored.length);
      for (let i = 0; i < stored.length; i++) data[i] = stored[i] / WHITE;
      return { width, height, data };
    },
    close: () => handle.close(),
  };
}
