/** Grey patches as a network's input: replicated to three channels, normalised with the network's mean and deviation. */

/**
 * @param grey n images [n, h, w], 0..1
 * @returns [n, 3, h, w]: (grey - mean[c]) / std[c]. Throws RangeError when the number of values does not fit.
 */
export function toNetworkInput(
  grey: Float32Array,
  n: number,
  h: number,
  w: number,
  mean: readonly [number, number, number],
  std: readonly [number, number, number],
): Float32Array {
  const plane = h * w;
  if (grey.length !== n * plane) throw new RangeError(`${n} images of ${w} x ${h} have ${n * plane} pixels, found ${grey.length}.`);
  const input = new Float32Array(n * 3 * plane);
  for (let image = 0; image < n; image++)
    for (let channel = 0; channel < 3; channel++) {
      const from = image * plane;
      const to = (image * 3 + channel) * plane;
      const scale = 1 / std[channel];
      const offset = -mean[channel] * scale;
      for (let i = 0; i < plane; i++) input[to + i] = grey[from + i] * scale + offset;
    }
  return input;
}
