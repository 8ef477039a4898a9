/** Shapes of constants and of casts between element types. */
import { intAttribute } from '../attributes';
import type { ElementType } from '../graph';
import { elementType } from '../tensor';
import { first, needNumbers, type ShapeRule } from './rule';

export const cast: ShapeRule = ({ node, inputs }) => {
  const type = elementType(intAttribute(node, 'to', 0));
  if (!type) throw new RangeError('it casts to an element type that is not used here');
  return [{ type, dims: first(inputs).dims }];
};

export const constant: ShapeRule = ({ node }) => {
  const value = node.attributes['value'];
  if (value && 'tensor' in value) return [{ type: value.tensor.type, dims: value.tensor.dims, value: value.tensor }];
  return [];
};

export const constantOfShape: ShapeRule = ({ node, inputs }) => {
  const value = node.attributes['value'];
  const type: ElementType = value && 'tensor' in value ? value.tensor.type : 'float32';
  return [{ type, dims: needNumbers(inputs[0], 'shape') }];
};
