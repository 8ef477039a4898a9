/** Arithmetic of two values, either of which may be repeated along axes, and matrix products of more than two axes. */
import { unbroadcast } from './add';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const subtract: GradientRule = (site) => {
  const { builder, inputs } = site;
  const [a, b] = inputs;
  writeUnchanged(site);
  return (dy, wanted) => [
    wanted[0] ? unbroadcast(builder, dy, builder.shape(a)) : undefined,
    wanted[1] ? builder.op('Neg', [unbroadcast(builder, dy, builder.shape(b))]) : undefined,
  ];
};

export const multiply: GradientRule = (site) => {
  const { builder, inputs } = site;
  const [a, b] = inputs;
  writeUnchanged(site);
  return (dy, wanted) => [
    wanted[0] ? unbroadcast(builder, builder.op('Mul', [dy, b]), builder.shape(a)) : undefined,
    wanted[1] ? unbroadcast(builder, builder.op('Mul', [dy, a]), builder.shape(b)) : undefined,
  ];
};

/** With y = a / b: da = dy / b, db = -da y. */
export const divide: GradientRule = (site) => {
  const { builder, inputs } = site;
  const [a, b] = inputs;
  const y = writeUnchanged(site);
  return (dy, wanted) => {
    const da = builder.op('Div', [dy, b]);
    return [
      wanted[0] ? unbroadcast(builder, da, builder.shape(a)) : undefined,
      wanted[1] ? builder.op('Neg', [unbroadcast(builder, builder.op('Mul', [da, y]), builder.shape(b))]) : undefined,
    ];
  };
};

/** da = dy b', db = a' dy, where ' exchanges the last two axes; leading axes may be repeated. Throws RangeError on a vector. */
export const matMul: GradientRule = (site) => {
  const { builder, inputs } = site;
  const [a, b] = inputs;
  if (inputs.some((input) => builder.shape(input).length < 2)) throw new RangeError('a product with a vector; Unsqueeze it to a matrix');
  writeUnchanged(site);
  const turned = (x: string): string => {
    const axes = builder.shape(x).map((_, i) => i);
    const [last, before] = [axes.pop()!, axes.pop()!];
    return builder.op('Transpose', [x], { perm: { ints: [...axes, last, before] } });
  };
  return (dy, wanted) => [
    wanted[0] ? unbroadcast(builder, builder.op('MatMul', [dy, turned(b)]), builder.shape(a)) : undefined,
    wanted[1] ? unbroadcast(builder, builder.op('MatMul', [turned(a), dy]), builder.shape(b)) : undefined,
  ];
};
