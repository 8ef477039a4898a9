/** Which of the residual networks a file's tensors belong to, told by their names and shapes; no network is built for it. */
import { type ResNetName, STAGES } from '../network/resnet';

type Shapes = Map<string, readonly number[]>;

/** The one architecture whose tensors these are, whatever the number of classes; undefined when there is none. */
export function fittingArchitecture(tensors: ReadonlyMap<string, { dims: readonly number[] }>): ResNetName | undefined {
  const given = [...tensors].filter(([name]) => !isCounter(name) && !isHead(name));
  return (Object.keys(STAGES) as ResNetName[]).find((architecture) => {
    const shapes = trunkShapes(architecture);
    return given.length === shapes.size && given.every(([name, { dims }]) => shapes.get(name)?.join() === dims.join());
  });
}

/** PyTorch counts the batches that a batch norm has seen; nothing is computed with it. */
export function isCounter(name: string): boolean {
  return name.endsWith('num_batches_tracked');
}

function isHead(name: string): boolean {
  return name === 'fc.weight' || name === 'fc.bias';
}

/** Every tensor before the linear layer, under torchvision's name. */
export function trunkShapes(architecture: ResNetName): Shapes {
  const { bottleneck, blocks } = STAGES[architecture];
  const shapes: Shapes = new Map();
  const conv = (name: string, out: number, channels: number, kernel: number, norm: string) => {
    shapes.set(`${name}.weight`, [out, channels, kernel, kernel]);
    for (const suffix of ['weight', 'bias', 'running_mean', 'running_var']) shapes.set(`${norm}.${suffix}`, [out]);
  };
  conv('conv1', 64, 3, 7, 'bn1');
  let channels = 64;
  blocks.forEach((count, stage) => {
    const inner = 64 * 2 ** stage;
    const out = bottleneck ? 4 * inner : inner;
    for (let i = 0; i < count; i++) {
      const name = `layer${stage + 1}.${i}`;
      conv(`${name}.conv1`, inner, channels, bottleneck ? 1 : 3, `${name}.bn1`);
      conv(`${name}.conv2`, inner, inner, 3, `${name}.bn2`);
      if (bottleneck) conv(`${name}.conv3`, out, inner, 1, `${name}.bn3`);
      if (i === 0 && (channels !== out || stage > 0)) conv(`${name}.downsample.0`, out, channels, 1, `${name}.downsample.1`);
      channels = out;
    }
  });
  return shapes;
}
