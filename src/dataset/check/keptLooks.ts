/** What looks at files found, kept on disk with the small pictures, so that the next check reads only files that changed since. */
import { access, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { contentHash, writeFileWhole } from '../../project/files';
import type { View } from '../model';
import type { Look, LookedAt } from './look';

/** Grows when a look finds more or other things than before. */
const LOOK_VERSION = 1;
const MANIFEST = 'manifest.json';

interface KeptLook {
  look: Look;
  /** Relative to the folder. */
  thumbnail?: string;
}

interface Manifest {
  version: number;
  looks: Record<string, KeptLook>;
}

/** Everything of a view that a look depends on. */
export function lookedAt({ file, width, height, bits, scanner, findings }: View): LookedAt {
  return { file, width, height, bits, scanner, findings: findings.map(({ boundary }) => ({ boundary })) };
}

/** Changes whenever the file or what is looked at in it does; undefined where there is no such file. */
export async function lookKey(view: LookedAt): Promise<string | undefined> {
  const { size, mtimeMs } = (await stat(view.file).catch(() => undefined)) ?? {};
  return size === undefined ? undefined : contentHash({ version: LOOK_VERSION, size, mtimeMs, view }).slice(0, 32);
}

export class KeptLooks {
  readonly #used = new Map<string, KeptLook>();

  private constructor(
    readonly dir: string,
    private readonly earlier: Record<string, KeptLook>,
  ) {}

  /** What earlier checks kept in the folder; nothing where there is no manifest, or one that cannot be read. */
  static async open(dir: string): Promise<KeptLooks> {
    const text = await readFile(path.join(dir, MANIFEST), 'utf8').catch(() => '');
    try {
      const { version, looks } = JSON.parse(text) as Manifest;
      return new KeptLooks(dir, version === LOOK_VERSION ? looks : {});
    } catch {
      return new KeptLooks(dir, {});
    }
  }

  /** The look that is kept under the key, if its picture is still there. */
  async find(key: string): Promise<KeptLook | undefined> {
    const kept = this.#used.get(key) ?? this.earlier[key];
    if (!kept) return undefined;
    if (kept.thumbnail !== undefined && !(await isThere(path.join(this.dir, kept.thumbnail)))) return undefined;
    this.#used.set(key, kept);
    return kept;
  }

  /** Keeps a look; its picture is on the disk when this resolves. */
  async put(key: string, look: Look, thumbnail?: Uint8Array): Promise<KeptLook> {
    const kept: KeptLook = { look };
    if (thumbnail) {
      kept.thumbnail = `thumbnails/${key.slice(0, 2)}/${key}.jpg`;
      await writeFileWhole(path.join(this.dir, kept.thumbnail), thumbnail);
    }
    this.#used.set(key, kept);
    return kept;
  }

  /** Writes the manifest with all that is known so far; an unfinished check loses nothing that it has read. */
  async save(): Promise<void> {
    await this.#write({ ...this.earlier, ...Object.fromEntries(this.#used) });
  }

  /** The same after a whole check: what no file of the data set has any more is forgotten, with its picture. */
  async finish(): Promise<void> {
    await this.#write(Object.fromEntries(this.#used));
    for (const [key, { thumbnail }] of Object.entries(this.earlier))
      if (thumbnail !== undefined && !this.#used.has(key)) await rm(path.join(this.dir, thumbnail), { force: true });
  }

  async #write(looks: Record<string, KeptLook>): Promise<void> {
    const manifest: Manifest = { version: LOOK_VERSION, looks };
    await writeFileWhole(path.join(this.dir, MANIFEST), JSON.stringify(manifest));
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
