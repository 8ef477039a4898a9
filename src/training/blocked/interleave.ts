/** A blocked map from its phases. */
import { elementCount } from '../../network/tensor';
import type { Forms } from './forms';

/**
 * The map [n, C, sy h, sx w] whose phase (p, q) is planes[p sx + q] [n, C, h, w] in blocks; an undefined plane is zero. At least one is given.
 */
export function interleave(forms: Forms, planes: readonly (string | undefined)[], [sy, sx]: readonly [number, number]): string {
  const { builder, block } = forms;
  const given = planes.find((plane) => plane !== undefined);
  if (given === undefined) throw new RangeError('A map is made of at least one phase.');
  const [n, channels, height, width] = builder.dims(given);
  const lines = (n * channels * height) / block;
  const join = (parts: readonly (string | undefined)[], outer: number, inner: number): string | undefined => {
    const last = parts.findLastIndex((part) => part !== undefined);
    if (last < 0) return undefined;
    const seen = parts
      .slice(0, last + 1)
      .map((part) => (part === undefined ? zeros(forms, [outer, 1, inner]) : forms.reshape(part, [outer, 1, inner])));
    const joined = seen.length === 1 ? seen[0] : builder.op('Concat', seen, { axis: { int: 1 } });
    const missing = parts.length - seen.length;
    return missing === 0 ? joined : builder.op('Pad', [joined, builder.int([0, 0, 0, 0, missing, 0])]);
  };
  const rows = Array.from({ length: sy }, (_, p) => join(planes.slice(p * sx, (p + 1) * sx), lines * width, block));
  return forms.reshape(join(rows, lines, width * sx * block)!, [n, channels, height * sy, width * sx]);
}

function zeros({ builder }: Forms, dims: readonly number[]): string {
  if (elementCount(dims) === 0) throw new RangeError('A phase has cells.');
  return builder.op('Expand', [builder.float(0), builder.int(dims)]);
}
