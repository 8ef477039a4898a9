/** What people see of a mining result: plain thumbnails of the top patches and a preview of every view they lie in. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { View } from '../dataset/model';
import { findingLabel, labelOrder, viewLabel } from '../dataset/viewLabel';
import type { Patch } from '../patches/patch';
import { viewImage } from '../patches/view';
import { PICTURE_SIDE } from '../patches/viewStore';
import { crop } from '../pixels/crop';
import type { GreyImage } from '../pixels/image';
import type { Config } from '../project/config';
import { writeProblem } from '../project/files';
import type { ViewCard } from '../protocol/mining';
import { paced, type Task } from '../protocol/task';
import { type ReadView, readable } from './viewPass';

/** Side of a thumbnail and height of a preview, in pixels; smaller pictures are not enlarged. A preview is looked at closely: it may be zoomed. */
const THUMBNAIL = PICTURE_SIDE;
const PREVIEW = 1400;
const QUALITY = 85;

export interface Pictures {
  cards: Record<string, ViewCard>;
  /** Patch index -> path of its thumbnail, relative to the mining folder. */
  thumbnails: Map<number, string>;
}

/**
 * Draws the patches with these indices and their views, each view being decoded once. A view that cannot be read any more is left
 * out with a warning, and so are its patches. Stops within one view on abort.
 */
export async function drawPictures({
  dir,
  views,
  patches,
  indices,
  config,
  task,
  read = (view, side) => viewImage(view, config, side),
}: {
  dir: string;
  views: readonly View[];
  patches: readonly Patch[];
  indices: readonly number[];
  config: Config;
  task: Task;
  read?: ReadView;
}): Promise<Pictures> {
  const byView = new Map<string, number[]>();
  for (const index of indices) byView.set(patches[index].viewId, [...(byView.get(patches[index].viewId) ?? []), index]);
  const shown = views.filter((v) => byView.has(v.id));
  const progress = paced('mine: pictures', shown.length, task);
  const cards: Record<string, ViewCard> = {};
  const thumbnails = new Map<number, string>();
  for (const folder of ['thumbnails', 'previews']) await mkdir(path.join(dir, folder), { recursive: true });
  const side = Math.max(THUMBNAIL, config.patches.size);
  for (const [number, view] of shown.entries()) {
    task.signal.throwIfAborted();
    const image = await readable(read(view, side), task);
    if (image) {
      const preview = `previews/${String(number + 1).padStart(4, '0')}.jpg`;
      cards[view.id] = viewCard(view, preview, config);
      const written = [writeJpeg(path.join(dir, preview), image, PREVIEW)];
      for (const index of byView.get(view.id) ?? []) {
        const thumbnail = `thumbnails/${String(index).padStart(6, '0')}.jpg`;
        written.push(writeJpeg(path.join(dir, thumbnail), cutPatch(image, patches[index], view), THUMBNAIL));
        thumbnails.set(index, thumbnail);
      }
      await Promise.all(written);
    }
    progress(number + 1, view.id);
  }
  return { cards, thumbnails };
}

function viewCard(view: View, preview: string, { classes, explanation }: Config): ViewCard {
  const { id, caseId, laterality, projection, width, height, findings } = view;
  const outlines = findings.map((f) => ({ points: f.boundary, className: findingLabel(f) }));
  const label = viewLabel(view, labelOrder(classes, explanation.background));
  return { viewId: id, caseId, laterality, projection, width, height, preview, label, outlines };
}

/** A patch out of its resized view. */
function cutPatch(image: GreyImage, patch: Patch, view: View): GreyImage {
  const across = image.width / view.width;
  const down = image.height / view.height;
  const width = Math.min(image.width, Math.max(1, Math.round(patch.size * across)));
  const height = Math.min(image.height, Math.max(1, Math.round(patch.size * down)));
  return crop(image, {
    x: Math.min(Math.round(patch.x * across), image.width - width),
    y: Math.min(Math.round(patch.y * down), image.height - height),
    width,
    height,
  });
}

/** Writes the picture, no higher than `height`. */
async function writeJpeg(file: string, image: GreyImage, height: number): Promise<void> {
  // A loop: Uint8ClampedArray.from with a function walks an iterator, over ten times slower (measured). The array rounds and clamps.
  const bytes = new Uint8ClampedArray(image.data.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = image.data[i] * 255;
  const raw = { width: image.width, height: image.height, channels: 1 as const };
  const picture = sharp(bytes, { raw });
  const sized =
    image.height > height ? picture.resize({ height, width: Math.max(1, Math.round((image.width * height) / image.height)) }) : picture;
  const jpeg = await sized.toColourspace('b-w').jpeg({ quality: QUALITY }).toBuffer();
  // The folder gets its name only when everything in it is written, so no picture needs a temporary name of its own.
  await writeFile(file, jpeg).catch((error: unknown) => {
    throw writeProblem(file, error);
  });
}
