/**
 * A convolution's gradient by its input, in blocks: for each phase of the stride a convolution of dy by the filter places that reach this
 * phase, turned, with inputs and outputs exchanged; the phases are interleaved.
 */
import type { Window } from '../../network/attributes';
import { blockedConv, outOfBlocks } from '../../network/blocked/nchwc';
import { slidingOf } from '../operators';
import { taps } from '../standard/phases';
import { convForm } from './conv';
import type { Forms, Phases } from './forms';
import { interleave } from './interleave';
import type { Pattern } from './pattern';

export const convInputGradient: Pattern = (forms, node) => {
  const [dy, weight] = node.inputs;
  const { window, group } = slidingOf(node);
  const [output] = node.outputs;
  const [dims, filter, out] = [output, weight, dy].map((value) => forms.dims(value));
  const form = convForm(filter, group, forms.block);
  if ((form !== 'whole' && form !== 'channel') || !forms.canBeMap(dy)) return false;
  const rows = axisPhases(window, 0, dims[2], out[2]);
  const columns = axisPhases(window, 1, dims[3], out[3]);
  if (!rows || !columns) return false;
  const phase = (row: AxisPhase | undefined, column: AxisPhase | undefined, sum?: string): string | undefined => {
    if (!row || !column) return sum;
    const places = row.indices.flatMap((i) => column.indices.map((j) => i * window.kernel[1] + j));
    const kernel = [row.indices.length, column.indices.length];
    const { name, dims: turned } = turnedFilter(forms, weight, places, kernel, form);
    return blockedConv(forms.builder, forms.map(dy), name, {
      filter: turned,
      pads: [row.before, column.before, row.after, column.after],
      dilations: [row.dilation, column.dilation],
      group,
      sum,
    });
  };
  if (rows.length * columns.length === 1) {
    forms.wait(output, { write: ({ sum }) => phase(rows[0], columns[0], sum)!, takesSum: true, takesRelu: false });
    return true;
  }
  const phases: Phases = {
    strides: [rows.length, columns.length],
    write: (sums) => rows.flatMap((row, i) => columns.map((column, j) => phase(row, column, sums[i * columns.length + j]))),
  };
  const write = (): string => interleave(forms, phases.write([]), phases.strides);
  forms.wait(output, { write, takesSum: false, takesRelu: false, phases });
  return true;
};

/** The convolution along one axis that gives the cells of one phase. */
interface AxisPhase {
  /** Filter places, in the order of the turned filter. */
  indices: number[];
  before: number;
  after: number;
  dilation: number;
}

/** For each phase of an axis its convolution, undefined where no place reaches it; undefined where the phases are none of one size. */
function axisPhases(window: Window, axis: 0 | 1, size: number, out: number): (AxisPhase | undefined)[] | undefined {
  const [kernel, stride, padding, dilation] = [window.kernel, window.strides, window.pads, window.dilations].map((values) => values[axis]);
  if (size % stride !== 0) return undefined;
  const all = taps(kernel, stride, padding, dilation);
  const phases: (AxisPhase | undefined)[] = [];
  for (let phase = 0; phase < stride; phase++) {
    const own = all.filter((tap) => tap.phase === phase).sort((a, b) => b.shift - a.shift);
    if (own.length === 0) {
      phases.push(undefined);
      continue;
    }
    const step = own.length > 1 ? own[0].shift - own[1].shift : 1;
    const before = own[0].shift;
    const after = size / stride - out - before + step * (own.length - 1);
    if (before < 0 || after < 0 || own.some((tap, i) => tap.shift !== before - i * step)) return undefined;
    phases.push({ indices: own.map((tap) => tap.index), before, after, dilation: step });
  }
  return phases;
}

/** The filter for the way back, of the given places; a whole one with inputs and outputs exchanged, block by block and inside each block. */
function turnedFilter(
  forms: Forms,
  weight: string,
  places: readonly number[],
  kernel: readonly number[],
  form: 'whole' | 'channel',
): { name: string; dims: number[] } {
  const { builder, block } = forms;
  const [outputs, inputs, kh, kw] = forms.dims(weight);
  const filter = forms.filter(weight)!.name;
  if (form === 'channel') {
    const dims = [outputs, 1, ...kernel];
    const rows = forms.reshape(filter, [outputs / block, kh * kw, block]);
    return { name: forms.reshape(builder.op('Gather', [rows, builder.int(places)], { axis: { int: 1 } }), dims), dims };
  }
  const [ob, ib] = [outputs / block, inputs / block];
  const order: number[] = [];
  for (let i = 0; i < ib; i++) for (let o = 0; o < ob; o++) for (const place of places) order.push((o * ib + i) * kh * kw + place);
  const rows = forms.reshape(filter, [ob * ib * kh * kw, block * block]);
  const gathered = builder.op('Gather', [rows, builder.int(order)], { axis: { int: 0 } });
  // A block [inputs, outputs] is a map of `outputs` channels; out of blocks its channels come first.
  const exchanged = outOfBlocks(builder, forms.reshape(gathered, [order.length, block, block, 1]));
  const dims = [inputs, outputs, ...kernel];
  return { name: forms.reshape(exchanged, dims), dims };
}
