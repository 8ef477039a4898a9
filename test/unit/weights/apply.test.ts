/** A file's weights go into the network they were made for, all of them; every difference is named, and the network they do fit. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import { parameterNames } from '../../../src/network/classifier';
import type { Classifier, Tensor } from '../../../src/network/graph';
import { floatTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { applyWeights, describeApplied } from '../../../src/weights/apply';
import { fittingArchitecture, trunkShapes } from '../../../src/weights/architectures';
import { readWeights } from '../../../src/weights/read';

const build = (names: readonly string[], seed: number): Classifier =>
  buildNetwork({ architecture: 'small', classes: names, inputSize: 64, seed });
const three = ['normal', 'benign', 'malignant'];
const weightsOf = (c: Classifier): Map<string, Tensor> =>
  new Map(parameterNames(c.graph).map((name) => [name, c.graph.initializers.get(name)!]));

function problemOf(work: () => unknown): ProblemError['problem'] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}

describe('applying weights', () => {
  const mine = build(three, 1);
  const other = build(three, 2);

  it('takes every tensor, shared with the file; counters and the prefix of several GPUs are left out', () => {
    const tensors = new Map([...weightsOf(other)].map(([name, tensor]) => [`module.${name}`, tensor]));
    tensors.set('module.bn1.num_batches_tracked', { dims: [], type: 'int64', data: BigInt64Array.of(9n) });
    const { classifier, report } = applyWeights(mine, tensors);
    assert.deepEqual(weightsOf(classifier), weightsOf(other));
    assert.equal(classifier.graph.initializers.get('conv1.weight')!.data, other.graph.initializers.get('conv1.weight')!.data);
    assert.deepEqual(report, { taken: weightsOf(mine).size, prefix: 'module.', converted: {}, headDrawn: false, fileClasses: 3 });
    assert.match(describeApplied(report, classifier), /normal, benign, malignant, in this order/);
  });

  it('leaves the given classifier as it was', () => {
    const before = new Map(mine.graph.initializers);
    applyWeights(mine, weightsOf(other));
    assert.deepEqual(mine.graph.initializers, before);
  });

  it('draws the linear layer anew for other classes, and says so, only where that is allowed', () => {
    const thousand = build(
      Array.from({ length: 1000 }, (_, i) => `n${i}`),
      3,
    );
    const { classifier, report } = applyWeights(mine, weightsOf(thousand), { headMayDiffer: true });
    assert.deepEqual([report.headDrawn, report.fileClasses, report.taken], [true, 1000, weightsOf(mine).size - 2]);
    assert.equal(classifier.graph.initializers.get('fc.weight'), mine.graph.initializers.get('fc.weight'));
    assert.equal(classifier.graph.initializers.get('conv1.weight')!.data, thousand.graph.initializers.get('conv1.weight')!.data);
    assert.match(describeApplied(report, mine), /1000 classes.*drawn anew for normal, benign, malignant/);
    assert.match(problemOf(() => applyWeights(mine, weightsOf(thousand))).found, /fc\.weight \[1000, 128\] instead of \[3, 128\]/);
  });

  it('does not take a linear layer over other units for one of other classes', () => {
    const tensors = weightsOf(other)
      .set('fc.weight', floatTensor([7, 64], new Float32Array(7 * 64)))
      .set('fc.bias', floatTensor([7], new Float32Array(7)));
    assert.match(problemOf(() => applyWeights(mine, tensors, { headMayDiffer: true })).found, /fc\.weight \[7, 64\]/);
  });

  it('turns doubles into floats, each rounded once, and counts them', () => {
    const tensors = weightsOf(other);
    for (const [name, tensor] of tensors)
      tensors.set(name, { ...tensor, type: 'float64', data: Float64Array.from(tensor.data as Float32Array, (v) => v * (1 + 2 ** -30)) });
    const { classifier, report } = applyWeights(mine, tensors);
    assert.deepEqual(weightsOf(classifier), weightsOf(other));
    assert.deepEqual(report.converted, { float64: tensors.size });
  });

  it('names what is missing, extra and misshapen at once, twenty of each, and counts the rest', () => {
    const tensors = weightsOf(other);
    for (const name of [...tensors.keys()].slice(0, 23)) tensors.delete(name);
    tensors.set('layer9.weight', floatTensor([1], new Float32Array(1))).set('fc.bias', floatTensor([1, 3], new Float32Array(3)));
    const { found, file } = problemOf(() => applyWeights(mine, tensors, { file: '/weights/other.pth' }));
    assert.equal(file, '/weights/other.pth');
    assert.match(
      found,
      /^23 missing tensors \(conv1\.weight, .*, and 3 more\); 1 tensors this network does not have \(layer9\.weight\); 1 tensors of another shape \(fc\.bias \[1, 3\] instead of \[3\]\)$/,
    );
  });

  it('says which network the file does fit', () => {
    const tensors = new Map(
      [...trunkShapes('resnet18')].map(([name, dims]) => [name, floatTensor(dims, new Float32Array(dims.reduce((a, b) => a * b)))]),
    );
    const { found, remedy } = problemOf(() => applyWeights(mine, tensors, { headMayDiffer: true }));
    assert.match(found, /weights of a resnet18$/);
    assert.match(remedy, /network\.architecture to "resnet18"/);
  });

  it('refuses numbers that are not finite', () => {
    const bias = Float32Array.of(0, Number.NaN, 0);
    assert.match(problemOf(() => applyWeights(mine, weightsOf(other).set('fc.bias', floatTensor([3], bias)))).found, /fc\.bias/);
  });

  it("refuses a checkpoint of another network by that network's own names", async () => {
    const { tensors } = await readWeights(path.join(__dirname, 'fixtures', 'checkpoint.zip.pth.tar'));
    const { found } = problemOf(() => applyWeights(mine, tensors, { headMayDiffer: true }));
    assert.match(found, /conv1\.weight \[2, 3, 3, 3\]/);
  });
});

describe("a file's architecture", () => {
  const shapes = (c: Classifier) => new Map([...weightsOf(c)].map(([name, { dims }]) => [name, dims]));
  for (const architecture of ['resnet18', 'resnet50'] as const)
    it(`is told for ${architecture} from the shapes that the network itself has`, () => {
      const built = shapes(buildNetwork({ architecture, classes: three, inputSize: 32, seed: 1 }));
      const expected = new Map([...built].filter(([name]) => !name.startsWith('fc.')).sort());
      assert.deepEqual(new Map([...trunkShapes(architecture)].sort()), expected);
    });

  it('is one of five, told apart; a wider network under the same names is none of them', () => {
    for (const architecture of ['resnet18', 'resnet34', 'resnet50', 'resnet101', 'resnet152'] as const) {
      const dims = trunkShapes(architecture);
      const tensors = new Map([...dims].map(([name, size]) => [name, { dims: size }]));
      assert.equal(fittingArchitecture(tensors), architecture);
      tensors.set('layer1.0.conv2.weight', { dims: [128, 128, 3, 3] });
      assert.equal(fittingArchitecture(tensors), undefined);
    }
  });
});
