/** Tags and lead letters that touch the breast: nearly white, and with film beside them, where skin would be thin and dark. */
import type { GreyImage, Mask } from '../pixels/image';
import { complement, dilate, erode, fillHoles, intersect, open, parts } from '../pixels/morphology';

/** Grey from which a pixel may be of a tag. */
const WHITE = 0.8;
/** Tags are thicker than this share of the width; bright skin is not. */
const TAG = 0.03;
/** This share of a tag's edge lies beside film, at least: one side of what lies within the breast otherwise, or comes to the image's border, is not enough. */
const BESIDE_FILM = 0.5;
/** A tag fills this share of the upright rectangle around it; a bright fold of skin does not. */
const FILLED = 0.7;
/** No tag covers more of the image than this share; a breast exposed to white does. */
const LARGEST = 0.05;
/** Letters on a tag are up to this share of the width thick, twice; they are closed. */
const LETTER = 0.012;

/** The mask without the tags in it. `film` has the pixels that are neither tissue nor frame. */
export function withoutTags(mask: Mask, image: GreyImage, film: Mask): Mask {
  const { width, height } = mask;
  const white: Mask = { width, height, data: new Uint8Array(mask.data.length) };
  for (let i = 0; i < white.data.length; i++) white.data[i] = mask.data[i] && image.data[i] > WHITE ? 1 : 0;
  const letter = Math.max(1, Math.round(LETTER * width));
  const whole = intersect(mask, fillHoles(erode(dilate(white, letter), letter), letter * letter * 16));
  const closed = open(whole, Math.round((TAG * width) / 2));
  const { labels, sizes } = parts(closed);
  if (sizes.length === 1) return mask;
  // Between white and film lie a pixel or two that are mixed of both.
  const nearFilm = dilate(film, 2);
  const edge = new Uint32Array(sizes.length);
  const beside = new Uint32Array(sizes.length);
  const inner = erode(closed, 1);
  const atBorder = (i: number) => i < width || i >= width * (height - 1) || i % width === 0 || i % width === width - 1;
  const boxes = boundingBoxes(labels, sizes.length, width);
  for (let i = 0; i < labels.length; i++) {
    if (!closed.data[i] || (inner.data[i] && !atBorder(i))) continue;
    edge[labels[i]]++;
    beside[labels[i]] += nearFilm.data[i];
  }
  const largest = LARGEST * width * height;
  const isTag = sizes.map(
    (size, label) => label > 0 && size < largest && beside[label] > BESIDE_FILM * edge[label] && size > FILLED * boxes[label],
  );
  if (!isTag.includes(true)) return mask;
  const tags: Mask = { width, height, data: new Uint8Array(labels.length) };
  for (let i = 0; i < labels.length; i++) tags.data[i] = Number(isTag[labels[i]]);
  return intersect(mask, complement(dilate(tags, 1)));
}

/** Pixels of the upright rectangle around each part but the background. */
function boundingBoxes(labels: Int32Array, count: number, width: number): number[] {
  const boxes = Array.from({ length: count }, () => ({ left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }));
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const box = boxes[labels[i]];
    const x = i % width;
    const y = Math.floor(i / width);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return boxes.map((b) => (b.right - b.left + 1) * (b.bottom - b.top + 1));
}
