/** The page's shelf of pictures, and what a unit will want of it. */
import { useEffect, useState } from 'preact/hooks';
import type { MinedUnit, ViewCard } from '../../../src/protocol/mining';
import { pictureAddress } from '../pictureAddress';
import { PictureShelf } from './pictureShelf';
import { pictureFailed, usePictureAttempt, usePictureRetries } from './retries';

/** Mammograms and thumbnails of two units of 64 patches, and some to go back to: some 30 MB of JPEG, held as they came. */
const MOST = 288;
/** What is decoded ahead: some six mammograms. All of them would be half a gigabyte, and push each other out of the browser's own store. */
const DECODED_BYTES = 32 * 2 ** 20;
/** A preview of 1400 by 900 pixels, for those that are not there yet. */
const USUAL_BYTES = 4 * 1400 * 900;
/** Thumbnails are decoded as they come: a table of 64 is drawn at once. */
const SMALL_BYTES = 2 ** 18;

const shelf = new PictureShelf<HTMLImageElement>(MOST, async (address) => {
  const image = new Image();
  image.src = address;
  await new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error(`${address} could not be loaded.`));
  });
  if (decodedBytes(image) <= SMALL_BYTES || soon.has(address)) await image.decode();
  return image;
});

/** The addresses among which the reader's next step leads. */
let soon: ReadonlySet<string> = new Set();

const decodedBytes = ({ naturalWidth, naturalHeight }: HTMLImageElement): number => 4 * naturalWidth * naturalHeight;

/** Loads what will be wanted, and decodes the soonest as far as the bound allows; decoding again what is still decoded costs nothing. */
function haveReady(wanted: readonly string[]): void {
  let bytes = 0;
  const near: string[] = [];
  for (const address of wanted) {
    const image = shelf.get(address);
    bytes += image ? decodedBytes(image) : USUAL_BYTES;
    if (bytes > DECODED_BYTES) break;
    near.push(address);
  }
  soon = new Set(near);
  shelf.want(wanted);
  for (const address of near)
    void shelf
      .get(address)
      ?.decode()
      .catch(() => undefined);
}

export interface PicturedUnit {
  unit: MinedUnit;
  views: Record<string, ViewCard>;
}

/**
 * Addresses of the pictures that will be wanted, soonest first: the mammograms of the unit's first `most` patches, those after the
 * current one before the others, and its thumbnails, then thumbnails and mammograms of the next unit.
 */
export function wantedPictures(base: string, most: number, current: number, now?: PicturedUnit, next?: PicturedUnit): string[] {
  const previews = ({ unit, views }: PicturedUnit): string[] =>
    unit.patches.slice(0, most).flatMap(({ viewId }) => (views[viewId] ? [views[viewId].preview] : []));
  const paths: string[] = [];
  if (now) {
    const own = now.unit.patches.slice(0, most);
    paths.push(...previews({ ...now, unit: { ...now.unit, patches: [...own.slice(current), ...own.slice(0, current)] } }));
    paths.push(...own.map((p) => p.thumbnail));
  }
  if (next) paths.push(...next.unit.patches.slice(0, most).map((p) => p.thumbnail), ...previews(next));
  return [...new Set(paths)].map((path) => pictureAddress(base, path));
}

/** Has the pictures decoded that the reader will look at next. */
export function useWantedPictures(base: string, most: number, current: number, now?: PicturedUnit, next?: PicturedUnit): void {
  const attempt = usePictureAttempt();
  usePictureRetries();
  // Before the effect that wants them.
  useEffect(() => shelf.forgive(), [attempt]);
  useEffect(() => {
    if (now) haveReady(wantedPictures(base, most, current, now, next));
  }, [base, most, current, now?.unit, next?.unit, attempt]);
}

/** The picture at an address once it is decoded, at once where it is on the shelf; `missing` where there is none. */
export function usePicture(source: string | undefined): { picture?: HTMLImageElement; missing: boolean } {
  const [loaded, setLoaded] = useState<{ source: string; picture?: HTMLImageElement }>();
  const attempt = usePictureAttempt();
  const had = loaded?.source === source && loaded?.picture;
  const shelved = source === undefined ? undefined : shelf.get(source);
  useEffect(() => {
    if (source === undefined || shelved || had) return;
    const image = new Image();
    image.onload = () => setLoaded({ source, picture: image });
    image.onerror = () => {
      setLoaded({ source });
      pictureFailed();
    };
    image.src = source;
    return () => {
      image.onload = null;
      image.onerror = null;
    };
  }, [source, shelved, attempt]);
  const own = loaded?.source === source ? loaded : undefined;
  const picture = shelved ?? own?.picture;
  return { picture, missing: source === undefined || (own !== undefined && !picture) };
}
