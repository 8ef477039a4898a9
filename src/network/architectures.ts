/** Networks that are built here, by their names in deepminer.json, and what people are told of each. `build.ts` has the function that makes it. */
export const ARCHITECTURES = {
  resnet18: '18 layers, 512 units in the last one: quick, also on a processor.',
  resnet34: '34 layers, 512 units.',
  resnet50: '50 layers, 2048 units.',
  resnet101: '101 layers, 2048 units.',
  resnet152: '152 layers, 2048 units: the network of the paper.',
  small: 'A few layers, for trying things out; samples use it.',
} as const;

export type Architecture = keyof typeof ARCHITECTURES;

/** Their names, in the order in which they are offered. */
export const ARCHITECTURE_NAMES = Object.keys(ARCHITECTURES) as Architecture[];
