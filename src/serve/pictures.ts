/** The files that a page may have: its own bundle, and in a survey thumbnails and previews of the mining folder. Nothing else has an address. */
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { stepsInside } from '../protocol/inside';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };

/** As mining names its pictures. An address is compared as it was sent, so no encoding of a step upwards is ever undone. */
const PICTURE = /^\/mining\/((?:thumbnails|previews)\/[\w-]{1,64}\.jpg)$/;

export interface ServedFile {
  type: string;
  bytes: Buffer;
}

/** A file of the bundle in `pages` of the page of that name; undefined where the address is none of one. Throws what the file system throws. */
export async function pageFile(pages: string, name: string, address: string): Promise<ServedFile | undefined> {
  const file = [`${name}.js`, `${name}.css`, 'standalone.css'].find((own) => address === `/page/${own}`);
  if (file === undefined) return undefined;
  return { type: TYPES[path.extname(file)], bytes: await readFile(path.join(pages, file)) };
}

/** A picture of the mining folder; undefined where the address is none of one, the file is absent, or a link leads it out of the folder. */
export async function picture(mining: string, address: string): Promise<ServedFile | undefined> {
  const relative = PICTURE.exec(address)?.[1];
  if (!relative) return undefined;
  try {
    const [root, file] = await Promise.all([realpath(mining), realpath(path.join(mining, relative))]);
    if (!stepsInside(root, file, path)) return undefined;
    return { type: 'image/jpeg', bytes: await readFile(file) };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
