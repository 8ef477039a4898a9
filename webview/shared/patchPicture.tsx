/** One patch as a picture: plain, segmented (dark outside the unit's mask) or as heat. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Grid8, GridPlacement } from '../../src/protocol/grid';
import { placementOnPatch, upsample } from '../../src/protocol/segmentation';
import { heatLayer, paintLayer, shadeLayer } from './overlay';
import { usePicture } from './pictures/pictures';

export type PatchDisplay = 'segmented' | 'plain' | 'heat';
export const PATCH_DISPLAYS: readonly { value: PatchDisplay; text: string }[] = [
  { value: 'segmented', text: 'Segmented' },
  { value: 'plain', text: 'Plain' },
  { value: 'heat', text: 'Heat' },
];

interface Props {
  /** Address of the plain picture; absent when there is none. */
  source?: string;
  map: Grid8;
  /** Where the map's cells lie, in shares of the patch's side; absent: they tile it. */
  placement?: GridPlacement;
  threshold: number;
  /** The unit's largest activation: the same colour means the same activation in every patch. */
  maximum: number;
  display: PatchDisplay;
  /** Side in canvas pixels. */
  side: number;
  /** What the picture says, where nothing around it does. */
  words?: string;
  /** Told what is written instead of the picture; undefined when it is there. */
  onMissing?(written: string | undefined): void;
}

export function PatchPicture({ source, map, placement, threshold, maximum, display, side, words, onMissing }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { picture, missing } = usePicture(source);
  const pixels = useMemo(() => readMap(map, placement, side), [map, placement, side]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    // Rather nothing for a moment than another patch.
    if (!picture) return context.clearRect(0, 0, side, side);
    context.globalAlpha = 1;
    context.drawImage(picture, 0, 0, side, side);
    if (!pixels) return;
    if (display === 'segmented') paintLayer(context, shadeLayer(pixels, threshold), side, side);
    if (display === 'heat') {
      context.globalAlpha = 0.7;
      paintLayer(context, heatLayer(pixels, { low: 0, high: maximum, colors: 'inferno' }), side, side);
    }
  }, [picture, pixels, display, threshold, maximum, side]);

  const written = missing ? 'picture missing' : pixels || display === 'plain' ? undefined : 'map missing';
  useEffect(() => onMissing?.(written), [written, onMissing]);

  if (written) return <span class="dm-missing">{written}</span>;
  return <canvas ref={canvas} width={side} height={side} role={words ? 'img' : undefined} aria-label={words} />;
}

/** A map whose bytes do not fit its size is shown as missing: the other patches stay usable. */
function readMap(map: Grid8, placement: GridPlacement | undefined, side: number): Float32Array | undefined {
  try {
    return upsample(map, placementOnPatch(map, placement, side), side, side);
  } catch (error) {
    console.warn('An activation map could not be read.', error);
    return undefined;
  }
}
