/**
 * Nonlinearities of each value alone (PRelu's slope a channel aside), by ONNX's names. Shapes, receptive fields and the finding of layers go by this
 * one list: a layer is a convolution's map as it stands behind one of these.
 */
export const ACTIVATIONS: readonly string[] = [
  'Relu',
  'LeakyRelu',
  'PRelu',
  'Elu',
  'Clip',
  'Sigmoid',
  'HardSigmoid',
  'HardSwish',
  'Tanh',
  'Softplus',
];
