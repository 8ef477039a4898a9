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

/** Mean and deviation of the grey value's three copies, as a Classifier has them. */
export interface Normalisation {
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

/** Grey 1.0 as 16 bits. */
export const WHITE = 65535;

/** 16-bit grey of values in 0..1, those outside cut. Between two of them lies less than a rounding of the engine's. */
export function storedGrey(grey: Float32Array): Uint16Array {
  const stored = new Uint16Array(grey.length);
  for (let i = 0; i < grey.length; i++) {
    const value = grey[i];
    // Rounded by cutting: several times as fast as Math.round, and the same for what is not negative.
    stored[i] = value >= 1 ? WHITE : value > 0 ? value * WHITE + 0.5 : 0;
  }
  return stored;
}

/** The input value of every 16-bit grey value, by channel: to the bit what toNetworkInput makes of value / WHITE as a float. */
export function inputTables({ mean, std }: Normalisation): readonly Float32Array[] {
  return mean.map((m, channel) => {
    const scale = 1 / std[channel];
    const offset = -m * scale;
    return Float32Array.from({ length: WHITE + 1 }, (_, value) => Math.fround(value / WHITE) * scale + offset);
  });
}

/**
 * @param stored n images [n, plane] of 16-bit grey values
 * @param tables of inputTables
 * @param spare written over and returned where its length fits: a fresh array's pages cost as much time as the values
 * @returns [n, 3, plane]. One pass over the pixels: this is bound by memory, and a pass for each channel takes a quarter longer.
 */
export function storedToInput(
  stored: Uint16Array,
  n: number,
  plane: number,
  tables: readonly Float32Array[],
  spare?: Float32Array,
): Float32Array {
  const [first, second, third] = tables;
  const input = spare?.length === n * 3 * plane ? spare : new Float32Array(n * 3 * plane);
  for (let image = 0; image < n; image++) {
    let to = image * 3 * plane;
    for (let from = image * plane; from < (image + 1) * plane; from++, to++) {
      const value = stored[from];
      input[to] = first[value];
      input[to + plane] = second[value];
      input[to + 2 * plane] = third[value];
    }
  }
  return input;
}
