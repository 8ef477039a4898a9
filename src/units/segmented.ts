/** A top patch as pages show it: its thumbnail, dimmed outside the unit's mask (paper, Figures 2 and 3). */
import sharp from 'sharp';
import { readInside } from '../project/inside';
import type { MinedUnit, TopPatch } from '../protocol/mining';
import { placementOnPatch, SHADE, upsample } from '../protocol/segmentation';

const QUALITY = 88;

/**
 * JPEG bytes of a grey picture `side` pixels wide. The mask is where the bilinearly upsampled map is above the unit's threshold.
 * Rejects when the thumbnail is missing or no picture, or when the map's data does not fit its size.
 */
export async function drawSegmented(
  miningDir: string,
  { placement, maskThreshold }: Pick<MinedUnit, 'placement' | 'maskThreshold'>,
  { thumbnail, map }: Pick<TopPatch, 'thumbnail' | 'map'>,
  side: number,
): Promise<Uint8Array> {
  const file = await readInside(miningDir, thumbnail);
  const grey = await sharp(file).resize(side, side, { fit: 'fill' }).toColourspace('b-w').extractChannel(0).raw().toBuffer();
  const shaded = shadeOutside(grey, upsample(map, placementOnPatch(map, placement, side), side, side), maskThreshold);
  return sharp(shaded, { raw: { width: side, height: side, channels: 1 } })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

/** Grey values of 8 bits, those outside the mask dimmed as a page's layer dims them. */
export function shadeOutside(grey: Uint8Array, activation: ArrayLike<number>, threshold: number): Uint8Array {
  return grey.map((value, i) => (activation[i] > threshold ? value : Math.round(value * (1 - SHADE))));
}
