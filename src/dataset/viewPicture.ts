/** One view as a JPEG for the eye: small for a tooltip, or large with the outlines of its findings. */
import sharp from 'sharp';
import { resizeRows } from '../pixels/resize';
import { jpegOf } from './check/look';
import { greyRows } from './density';
import { readFrame } from './frame';
import type { View } from './model';
import { findingLabel } from './viewLabel';

/** Longer side, in pixels. */
export const THUMBNAIL_SIDE = 240;
export const PICTURE_SIDE = 1600;
const QUALITY = 88;
/** Seen on dark film by every kind of colour vision; the pages draw findings in the same colours. */
const COLOURS: Readonly<Record<string, string>> = { malignant: '#f2c14e', benign: '#6cc3f0' };
const OTHER_COLOUR = '#d6d9dd';

export interface ViewPicture {
  jpeg: Uint8Array;
  width: number;
  height: number;
}

/** `side`: longer side, which the view is never enlarged to. Throws ProblemError as readFrame does. */
export async function viewPicture(view: View, side: number, outlines: boolean): Promise<ViewPicture> {
  const rows = greyRows(await readFrame(view), view);
  const scale = Math.min(1, side / Math.max(view.width, view.height));
  const width = Math.max(1, Math.round(view.width * scale));
  const height = Math.max(1, Math.round(view.height * scale));
  const grey = await jpegOf(resizeRows(rows, width, height), QUALITY);
  if (!outlines || view.findings.length === 0) return { jpeg: grey, width, height };
  const over = Buffer.from(outlinesSvg(view, width, height, scale));
  const jpeg = await sharp(grey)
    .toColourspace('srgb')
    .composite([{ input: over }])
    .jpeg({ quality: QUALITY })
    .toBuffer();
  return { jpeg: new Uint8Array(jpeg), width, height };
}

function outlinesSvg(view: View, width: number, height: number, scale: number): string {
  const line = Math.max(1.5, Math.max(width, height) / 640);
  const paths = view.findings.map((finding) => {
    const points = finding.boundary.map((v) => (v * scale).toFixed(1));
    const pairs = Array.from({ length: Math.floor(points.length / 2) }, (_, i) => `${points[2 * i]},${points[2 * i + 1]}`);
    return `<polygon points="${pairs.join(' ')}" fill="none" stroke="${COLOURS[findingLabel(finding)] ?? OTHER_COLOUR}" stroke-width="${line.toFixed(1)}" stroke-linejoin="round"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paths.join('')}</svg>`;
}
