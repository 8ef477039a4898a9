/** The page's shelf of pictures, and what a unit will want of it. */
import { useEffect, useState } from 'preact/hooks';
import type { MinedUnit, ViewCard } from '../../../src/protocol/mining';
import { pictureAddress } from '../pictureAddress';
import { PictureShelf } from './pictureShelf';

/** Mammograms and thumbnails of two units of 64 patches, and some to go back to: some 30 MB of JPEG. What of it stays decoded is the browser's to bound. */
const MOST = 288;

const shelf = new PictureShelf<HTMLImageElement>(MOST, async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
});

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
  useEffect(() => {
    if (now) shelf.want(wantedPictures(base, most, current, now, next));
  }, [base, most, current, now?.unit, next?.unit]);
}

/** The picture at an address once it is decoded, at once where it is on the shelf; `missing` where there is none. */
export function usePicture(source: string | undefined): { picture?: HTMLImageElement; missing: boolean } {
  const [loaded, setLoaded] = useState<{ source: string; picture?: HTMLImageElement }>();
  const shelved = source === undefined ? undefined : shelf.get(source);
  useEffect(() => {
    if (source === undefined || shelved) return;
    const image = new Image();
    image.onload = () => setLoaded({ source, picture: image });
    image.onerror = () => setLoaded({ source });
    image.src = source;
    return () => {
      image.onload = null;
      image.onerror = null;
    };
  }, [source, shelved]);
  const own = loaded?.source === source ? loaded : undefined;
  const picture = shelved ?? own?.picture;
  return { picture, missing: source === undefined || (own !== undefined && !picture) };
}
