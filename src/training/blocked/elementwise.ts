/** Operators that compute each element by itself: they take blocks as they lie. And additions and rectifiers, which others take into themselves. */
import type { Node } from '../../network/graph';
import { elementCount } from '../../network/tensor';
import { addInto } from './channels';
import type { Forms } from './forms';
import { interleave } from './interleave';
import { type Pattern, setMap } from './pattern';

/** Operators whose output has the order of their inputs, if all have one shape. */
export const ELEMENTWISE: readonly string[] =
  'Abs Add Cast Clip Div Equal Exp HardSigmoid HardSwish Identity LeakyRelu Log Mul Neg Reciprocal Relu Sigmoid Sqrt Sub Tanh'.split(' ');

export const elementwise: Pattern = (forms, node) => {
  const [output] = node.outputs;
  const dims = forms.dims(output);
  const single = (value: string): boolean => value === '' || elementCount(forms.dims(value)) === 1;
  const whole = node.inputs.filter((value) => !single(value));
  if (whole.some((value) => forms.dims(value).join() !== dims.join())) return false;
  const order = whole.map((value) => forms.order(value)).find((found) => found !== undefined);
  if (!order) return false;
  const inputs = node.inputs.map((value) => (single(value) ? forms.plain(value) : forms.blocked(value, order)));
  const made = forms.builder.op(node.op, inputs, node.attributes, { name: node.name, outputs: forms.blockedNames(output) });
  forms.setBlocked(output, made, order);
  return true;
};

export const relu: Pattern = (forms, node) => {
  const [x] = node.inputs;
  const waiting = forms.waitingFor(x, node);
  if (!waiting?.takesRelu) return elementwise(forms, node);
  forms.takeOver(x);
  return setMap(forms, node, waiting.write({ activation: 'Relu' }));
};

/** An addition goes into the operator that makes one of its terms, and a rectifier after it too. */
export const add: Pattern = (forms, node) => {
  const [a, b] = node.inputs;
  if (node.inputs.length !== 2 || a === b || forms.dims(a).join() !== forms.dims(b).join()) return elementwise(forms, node);
  if (addPhases(forms, node)) return true;
  const [term, other] = forms.waitingFor(b, node)?.takesSum ? [b, a] : [a, b];
  const waiting = forms.waitingFor(term, node);
  if (!waiting?.takesSum || !forms.canBeMap(other)) return elementwise(forms, node);
  // The memory of a sum that others read would be copied: then what was to be written anew is the sum, and the other is added into it.
  const free = forms.onlyReader(other) === node;
  forms.takeOver(term);
  const sum = free ? forms.map(other) : waiting.takesRelu ? waiting.write({}) : forms.map(other);
  const swapped = !free && waiting.takesRelu;
  forms.wait(node.outputs[0], {
    write: ({ activation }) => (swapped ? addInto(forms, forms.map(other), sum, activation) : waiting.write({ sum, activation })),
    takesRelu: waiting.takesRelu,
    takesSum: false,
  });
  return true;
};

/** Two gradients that are both made phase by phase add up before they are interleaved. */
function addPhases(forms: Forms, node: Node): boolean {
  const [a, b] = node.inputs.map((value) => forms.waitingFor(value, node)?.phases);
  if (!a || !b || a.strides.join() !== b.strides.join()) return false;
  for (const value of node.inputs) forms.takeOver(value);
  return setMap(forms, node, interleave(forms, b.write(a.write([])), a.strides));
}
