/** Functions of each value alone: Clip, LeakyRelu, Sigmoid and its kin. */
import { floatAttribute } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

/** A hard sigmoid this steep is 1 for every positive float worth the name and 0 at 0 and below: a comparison that every device has. */
const STEEP = { alpha: { float: 1e30 }, beta: { float: 0 } };

/** 1 where x is above 0, else 0. */
function positive(builder: GraphBuilder, x: string): string {
  return builder.op('HardSigmoid', [x], STEEP);
}

/** 1 where 0 < y < 1, else 0. */
function inside(builder: GraphBuilder, y: string): string {
  return builder.op('Mul', [positive(builder, y), positive(builder, builder.op('Sub', [builder.float(1), y]))]);
}

/** The gradient passes strictly between the bounds, as it does in PyTorch's ReLU6. */
export const clip: GradientRule = (site) => {
  const { builder, inputs } = site;
  const [, low, high] = inputs;
  const y = writeUnchanged(site);
  return (dy) => {
    let gradient = dy;
    const pass = (distance: string): void => {
      gradient = builder.op('Mul', [gradient, positive(builder, distance)]);
    };
    if (low) pass(isZero(builder, low) ? y : builder.op('Sub', [y, low]));
    if (high) pass(builder.op('Sub', [high, y]));
    return [gradient];
  };
};

/** The slope counts at 0 and below, as in PyTorch. */
export const leakyRelu: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const slope = floatAttribute(node, 'alpha', 0.01);
  writeUnchanged(site);
  return (dy) => {
    const rise = builder.op('Mul', [positive(builder, inputs[0]), builder.float(1 - slope)]);
    return [builder.op('Mul', [dy, builder.op('Add', [rise, builder.float(slope)])])];
  };
};

export const sigmoid: GradientRule = (site) => {
  const { builder } = site;
  const y = writeUnchanged(site);
  return (dy) => [builder.op('Mul', [dy, builder.op('Mul', [y, builder.op('Sub', [builder.float(1), y])])])];
};

export const tanh: GradientRule = (site) => {
  const { builder } = site;
  const y = writeUnchanged(site);
  return (dy) => [builder.op('Mul', [dy, builder.op('Sub', [builder.float(1), builder.op('Mul', [y, y])])])];
};

export const hardSigmoid: GradientRule = (site) => {
  const { builder, node } = site;
  const y = writeUnchanged(site);
  return (dy) => {
    const slope = builder.float(floatAttribute(node, 'alpha', 0.2));
    return [builder.op('Mul', [dy, builder.op('Mul', [inside(builder, y), slope])])];
  };
};

/** x times a hard sigmoid of slope 1/6, written so: not every device has it in one. */
export const hardSwish: GradientRule = ({ builder, node, inputs }) => {
  const [x] = inputs;
  const gate = builder.op('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
  builder.op('Mul', [x, gate], {}, { name: node.name, outputs: node.outputs });
  return (dy) => {
    const rise = builder.op('Mul', [builder.op('Mul', [x, inside(builder, gate)]), builder.float(1 / 6)]);
    return [builder.op('Mul', [dy, builder.op('Add', [gate, rise])])];
  };
};

export const negative: GradientRule = (site) => {
  writeUnchanged(site);
  return (dy) => [site.builder.op('Neg', [dy])];
};

/** The layer as it is when the network is used: nothing is dropped. A generator that gives every device the same numbers is not in ONNX. */
export const dropout: GradientRule = ({ builder, node, inputs }) => {
  builder.op('Identity', [inputs[0]], {}, { name: node.name, outputs: node.outputs.slice(0, 1) });
  return (dy) => [dy];
};

function isZero(builder: GraphBuilder, value: string): boolean {
  const data = builder.fact(value).value?.data;
  return data?.length === 1 && Number(data[0]) === 0;
}
