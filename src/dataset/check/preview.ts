/** A larger picture of one view, for who looks closely; made when it is asked for, and kept with the small ones. */
import { access, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { resizeRows } from '../../pixels/resize';
import { writeFileWhole } from '../../project/files';
import { insideFolder } from '../../project/inside';
import type { DataCheck, ViewPreview } from '../../protocol/dataCheck';
import { ProblemError } from '../../protocol/problem';
import { greyRows } from '../density';
import { readFrame } from '../frame';
import type { View } from '../model';
import { lookKey } from './keptLooks';
import { jpegOf } from './look';

/** Longer side, in pixels. */
const SIDE = 1400;
const QUALITY = 85;
const FOLDER = 'previews';
/** Some 40 MB; the oldest give way. */
const MOST = 300;

/** Throws ProblemError `check.view` for a view that the report does not have, and as readFrame does. */
export async function previewView(check: Pick<DataCheck, 'root' | 'views' | 'pictures'>, viewId: string): Promise<ViewPreview> {
  const row = check.views.find((v) => v.viewId === viewId);
  if (!row)
    throw new ProblemError({
      code: 'check.view',
      file: check.root,
      found: `no view ${viewId} in the last check`,
      expected: 'a view of the report',
      remedy: 'Check the data set again.',
    });
  const { width, height, bits } = row;
  const view = { file: insideFolder(check.root, row.file), width, height, bits, scanner: row.scanner as View['scanner'] };
  const key = await lookKey({ ...view, findings: [] });
  const picture = `${FOLDER}/${key}.jpg`;
  const file = path.join(check.pictures, picture);
  if (
    key !== undefined &&
    (await access(file).then(
      () => true,
      () => false,
    ))
  )
    return { viewId, picture };
  const rows = greyRows(await readFrame(view), view);
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const grey = resizeRows(rows, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  await makeRoom(path.join(check.pictures, FOLDER));
  await writeFileWhole(file, await jpegOf(grey, QUALITY));
  return { viewId, picture };
}

/** Leaves room for one more entry: the oldest of those above the limit are removed. */
export async function makeRoom(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length < MOST) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(path.join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  dated.sort((a, b) => a.at - b.at);
  for (const { name } of dated.slice(0, names.length - MOST + 1)) await rm(path.join(folder, name), { force: true, recursive: true });
}
