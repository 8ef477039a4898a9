/** Maps over a view from the fully convolutional network: probabilities, class activation, and where their cells lie. */
import type { ReceptiveField } from '../network/receptiveField';
import type { GridPlacement } from '../protocol/grid';

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/**
 * CAM (Zhou et al. 2016): at every position the sum over units of weight[class, unit] x activation. The bias is left out: it
 * is the same everywhere.
 * @param features [units, cells]
 * @param weight [classes, units]
 */
export function classActivationMap(features: Float32Array, weight: Float32Array, units: number, classIndex: number): Float32Array {
  const cells = features.length / units;
  const sums = new Float64Array(cells);
  for (let u = 0; u < units; u++) {
    const w = weight[classIndex * units + u];
    for (let i = 0; i < cells; i++) sums[i] += w * features[u * cells + i];
  }
  return Float32Array.from(sums);
}

/**
 * Where the last feature map's cells lie over the view, in view pixels (pixel i spanning i to i + 1), when the network saw the
 * view resized to `input` pixels.
 */
export function placementOverView(field: ReceptiveField, input: Size, view: Size): GridPlacement {
  const across = view.width / input.width;
  const down = view.height / input.height;
  return { x0: field.offset * across, y0: field.offset * down, stepX: field.stride * across, stepY: field.stride * down };
}
