/** How maps are drawn; remembered for the notebook. */
import { COLOR_MAPS, type ColorMapName } from '../../webview/shared/colormap';

export interface Looks {
  /** Of the map over the picture, 0..1. */
  opacity: number;
  colors: ColorMapName;
  /** Draw maps only where they are above the threshold. */
  masked: boolean;
  /** Threshold as a share of each map's largest value, 0..1. Absent: each unit's own. */
  threshold?: number;
  /** Draw maps outside the breast too, and let them set the scale. */
  film: boolean;
  /** Draw the true outlines on every panel. */
  outlines: boolean;
}

const USUAL: Looks = { opacity: 0.65, colors: 'inferno', masked: false, film: false, outlines: true };

/** What was remembered, field by field; anything else is as usual. */
export function readLooks(state: unknown): Looks {
  const kept = (typeof state === 'object' && state !== null ? state : {}) as Partial<Record<keyof Looks, unknown>>;
  const share = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
  return {
    opacity: share(kept.opacity) ? kept.opacity : USUAL.opacity,
    colors: COLOR_MAPS.find((name) => name === kept.colors) ?? USUAL.colors,
    masked: typeof kept.masked === 'boolean' ? kept.masked : USUAL.masked,
    ...(share(kept.threshold) && { threshold: kept.threshold }),
    film: typeof kept.film === 'boolean' ? kept.film : USUAL.film,
    outlines: typeof kept.outlines === 'boolean' ? kept.outlines : USUAL.outlines,
  };
}
