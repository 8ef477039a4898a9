/** Half floats, which graphs do not have here, widened to float32: exactly, for every half is a float32. */

/** There are only 65,536 halves: each is widened once, which is much faster for the millions of a network. */
const tables = new Map<(half: number) => number, Float32Array>();

/** The float32 values of little-endian half floats; `widen` is floatOfHalf or floatOfBfloat. */
export function widenHalves(bytes: Uint8Array, widen: (half: number) => number): Float32Array {
  const table = tables.get(widen) ?? Float32Array.from({ length: 1 << 16 }, (_, half) => widen(half));
  tables.set(widen, table);
  const values = new Float32Array(bytes.byteLength >> 1);
  for (let i = 0; i < values.length; i++) values[i] = table[bytes[2 * i] | (bytes[2 * i + 1] << 8)];
  return values;
}

/** IEEE 754 binary16: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
export function floatOfHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** bfloat16 is the upper half of a float32. */
export function floatOfBfloat(half: number): number {
  bits[0] = half << 16;
  return float[0];
}
