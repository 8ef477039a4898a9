/** What films and files do to a mammogram, done to sample views whose breast is known; what is laid over the breast is taken out of the truth. */
import sharp from 'sharp';
import { toGrey } from '../../../src/dataset/density';
import type { Laterality, Projection, Scanner } from '../../../src/dataset/model';
import type { GreyImage, Mask } from '../../../src/pixels/image';
import { resizeArea } from '../../../src/pixels/resize';
import { planCase } from '../../../src/sample/plan';
import { drawView } from '../../../src/sample/view';
import { gaussian, type Random, seededRandom } from '../../../src/statistics/random';

export interface Film {
  image: GreyImage;
  breast: Mask;
  laterality: Laterality;
}

export type Side = 'left' | 'right' | 'top' | 'bottom';

export interface Frame {
  sides: readonly Side[];
  /** Of the width. */
  share: number;
  grey: number;
  /** Deviation of its grey. */
  noise?: number;
  /** Degrees by which its inner edge is turned. */
  tilt?: number;
  /** Part of each side that it runs along, from 0 to 1. */
  along?: readonly [number, number];
}

/** A view of the sample, read as of a known scanner or of none. */
export function sampleFilm(index: number, seed: number, laterality: Laterality, projection: Projection, scanner?: Scanner | 'none'): Film {
  const { frame, masks } = drawView(planCase(index, seed), laterality, projection);
  const { width, height } = frame;
  const breast = masks.get('BREAST') ?? { width, height, data: new Uint8Array(width * height) };
  return { image: toGrey(frame, scanner === 'none' ? {} : { scanner: scanner ?? 'lumisys' }), breast, laterality };
}

/** Intersection over union; 1 when both are empty. */
export function overlap(a: Mask, b: Mask): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.data.length; i++) {
    both += a.data[i] & b.data[i];
    either += a.data[i] | b.data[i];
  }
  return either === 0 ? 1 : both / either;
}

export function shareOf(mask: Mask): number {
  let count = 0;
  for (const v of mask.data) count += v;
  return count / mask.data.length;
}

function painted(film: Film, cover: boolean, grey: (x: number, y: number, old: number) => number | undefined): Film {
  const { width, height } = film.image;
  const data = film.image.data.slice();
  const breast = film.breast.data.slice();
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const value = grey(x, y, data[i]);
      if (value === undefined) continue;
      data[i] = Math.min(1, Math.max(0, value));
      if (cover) breast[i] = 0;
    }
  return { ...film, image: { width, height, data }, breast: { width, height, data: breast } };
}

export function withFrame(film: Film, { sides, share, grey, noise = 0, tilt = 0, along = [0, 1] }: Frame, random: Random): Film {
  const { width, height } = film.image;
  const depth = share * width;
  const slope = Math.tan((tilt * Math.PI) / 180);
  return painted(film, true, (x, y) => {
    const inFrame = sides.some((side) => {
      const upright = side === 'left' || side === 'right';
      const [at, length] = upright ? [y, height] : [x, width];
      if (at < along[0] * length || at >= along[1] * length) return false;
      const inwards = { left: x, right: width - 1 - x, top: y, bottom: height - 1 - y }[side];
      return inwards < depth + slope * (at - length / 2);
    });
    return inFrame ? grey + noise * gaussian(random) : undefined;
  });
}

/** A bright tag with dark letters, `reach` of its width over the breast's edge at its middle height. */
export function withTag(film: Film, reach: number, grey = 0.95): Film {
  const { width, height } = film.image;
  const w = Math.round(width * 0.16);
  const h = Math.round(width * 0.08);
  const y0 = Math.round(height * 0.3);
  const edge = skinAt(film, y0 + (h >> 1));
  const x0 = film.laterality === 'LEFT' ? Math.round(edge - reach * w) : Math.round(edge + reach * w - w);
  return painted(film, true, (x, y) => {
    if (x < x0 || x >= x0 + w || y < y0 || y >= y0 + h) return undefined;
    const letter = y > y0 + h * 0.25 && y < y0 + h * 0.75 && Math.floor(((x - x0) / w) * 12) % 3 === 1;
    return letter ? 0.2 : grey;
  });
}

/** Strips of tape from edge to edge: they add grey to what is under them, the breast under them stays breast. */
export function withTape(film: Film, at: number, share: number, added: number, degrees = 0): Film {
  const { width, height } = film.image;
  const slope = Math.tan((degrees * Math.PI) / 180);
  return painted(film, false, (x, y, old) =>
    Math.abs(y - at * height - slope * (x - width / 2)) < (share * width) / 2 ? old + added : undefined,
  );
}

/** Bright and dark scratches a pixel or two wide, and specks of dust. */
export function withScratches(film: Film, count: number, random: Random): Film {
  const { width, height } = film.image;
  const data = film.image.data.slice();
  for (let n = 0; n < count; n++) {
    let [x, y] = [random() * width, random() * height];
    const heading = random() * 2 * Math.PI;
    const length = random() < 0.5 ? 4 : width * (0.2 + 0.8 * random());
    const grey = random() < 0.7 ? 0.9 : 0.02;
    for (let step = 0; step < length; step++) {
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
      ]) {
        const [column, row] = [Math.floor(x) + dx, Math.floor(y) + dy];
        if (column >= 0 && row >= 0 && column < width && row < height) data[row * width + column] = grey;
      }
      x += Math.cos(heading);
      y += Math.sin(heading);
    }
  }
  return { ...film, image: { width, height, data } };
}

/** Uneven light of the scanner: grey that grows by `rise` from one corner to the opposite one, or from the middle outwards. */
export function withUnevenLight(film: Film, rise: number, from: 'corner' | 'middle'): Film {
  const { width, height } = film.image;
  return painted(film, false, (x, y, old) => {
    const [u, v] = [x / width, y / height];
    return old + rise * (from === 'corner' ? (u + v) / 2 : ((u - 0.5) ** 2 + (v - 0.5) ** 2) * 2);
  });
}

/** As a digital mammogram: exactly 0 outside the breast, but for marks that are bright. */
export function asDigital(film: Film): Film {
  return painted(film, false, (x, y, old) =>
    film.breast.data[y * film.image.width + x] || old > 0.5 ? Math.max(0.004, (old - 0.06) / 0.94) : 0,
  );
}

/** Through an 8-bit JPEG file. */
export async function asJpeg(film: Film, quality: number): Promise<Film> {
  const { width, height } = film.image;
  const bytes = Uint8Array.from(film.image.data, (v) => Math.round(v * 255));
  const file = await sharp(bytes, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer();
  const read = await sharp(file).toColourspace('b-w').raw().toBuffer();
  return { ...film, image: { width, height, data: Float32Array.from(read, (v) => v / 255) } };
}

export function cropped(film: Film, x: number, y: number, width: number, height: number): Film {
  const cut = <T extends Float32Array | Uint8Array>(data: T, result: T): T => {
    for (let row = 0; row < height; row++) {
      const from = (y + row) * film.image.width + x;
      result.set(data.subarray(from, from + width), row * width);
    }
    return result;
  };
  return {
    ...film,
    image: { width, height, data: cut(film.image.data, new Float32Array(width * height)) },
    breast: { width, height, data: cut(film.breast.data, new Uint8Array(width * height)) },
  };
}

/** In another size; a pixel is breast where more than half of it was. */
export function scaled(film: Film, width: number): Film {
  const height = Math.round((film.image.height * width) / film.image.width);
  const share = resizeArea({ ...film.breast, data: Float32Array.from(film.breast.data) }, width, height);
  return {
    ...film,
    image: resizeArea(film.image, width, height),
    breast: { width, height, data: Uint8Array.from(share.data, (v) => (v > 0.5 ? 1 : 0)) },
  };
}

/** The breast alone is black film: what is left when nobody lies on the table. */
export function withoutBreast(film: Film, random: Random = seededRandom(1)): Film {
  return painted(film, true, (x, y, old) =>
    film.breast.data[y * film.image.width + x] || old < 0.5 ? 0.06 + 0.012 * gaussian(random) : undefined,
  );
}

/** Column of the skin in a row, seen from the chest wall. */
function skinAt({ breast, laterality }: Film, y: number): number {
  const row = breast.data.subarray(y * breast.width, (y + 1) * breast.width);
  return laterality === 'LEFT' ? row.lastIndexOf(1) : row.indexOf(1);
}

/** The rectangle around the breast, with `inwards` of its sides cut off above, below and at the nipple. */
export function closeAround(film: Film, inwards = 0): Film {
  const { width, height, data } = film.breast;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (!data[i]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  const across = Math.round((right - left) * inwards);
  const down = Math.round((bottom - top) * inwards);
  const x = film.laterality === 'LEFT' ? left : left + across;
  return cropped(film, x, top + down, right - left + 1 - across, bottom - top + 1 - 2 * down);
}

/** The largest square, in steps of ten pixels, that lies whole in the breast. */
export function insideBreast(film: Film): Film {
  const { width, height, data } = film.breast;
  const whole = (x: number, y: number, side: number): boolean => {
    for (let row = y; row < y + side; row++) if (data.subarray(row * width + x, row * width + x + side).includes(0)) return false;
    return true;
  };
  for (let side = Math.round(width * 0.55); side > 40; side -= 10)
    for (let y = 0; y + side < height; y += 10)
      for (let x = 0; x + side < width; x += 10) if (whole(x, y, side)) return cropped(film, x, y, side, side);
  throw new RangeError('The breast holds no square of 40 pixels.');
}
