/** How maps are drawn; remembered for the notebook. */
import { COLOR_MAPS, type ColorMapName } from '../../webview/shared/colormap';

export interface Looks {
  /** Of the map over the picture, 0..1. */
  opacity: number;
  colors: ColorMapName;
  /** Draw unit maps only where they reach the unit's threshold. */
  masked: boolean;
  /** Draw the true outlines on every panel. */
  outlines: boolean;
}

const USUAL: Looks = { opacity: 0.65, colors: 'inferno', masked: false, outlines: true };

/** What was remembered, field by field; anything else is as usual. */
export function readLooks(state: unknown): Looks {
  const kept = (typeof state === 'object' && state !== null ? state : {}) as Partial<Record<keyof Looks, unknown>>;
  return {
    opacity: typeof kept.opacity === 'number' && kept.opacity >= 0 && kept.opacity <= 1 ? kept.opacity : USUAL.opacity,
    colors: COLOR_MAPS.find((name) => name === kept.colors) ?? USUAL.colors,
    masked: typeof kept.masked === 'boolean' ? kept.masked : USUAL.masked,
    outlines: typeof kept.outlines === 'boolean' ? kept.outlines : USUAL.outlines,
  };
}
