import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { GraphBuilder } from '../../../src/network/builder';
import type { Attribute, ElementType, Graph, Tensor } from '../../../src/network/graph';
import { decodeModel, encodeModel, readModel, writeModel } from '../../../src/network/model';
import { MessageWriter } from '../../../src/network/protobuf';
import { openSession } from '../../../src/network/session';
import { ProblemError } from '../../../src/protocol/problem';

const goldenDir = path.join(__dirname, '../../golden');

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const dims = fc.array(fc.nat(4), { maxLength: 4 });

/** Tensors of every element type, their numbers drawn over the whole range. */
const tensor: fc.Arbitrary<Tensor> = dims.chain((shape) => {
  const count = shape.reduce((a, b) => a * b, 1);
  const exactly = { minLength: count, maxLength: count };
  const of = <T extends Tensor['data']>(type: ElementType, data: fc.Arbitrary<T>) =>
    data.map((values) => ({ dims: shape, type, data: values }));
  return fc.oneof(
    of('float32', fc.float32Array(exactly)),
    of('float64', fc.float64Array(exactly)),
    of('int32', fc.int32Array(exactly)),
    of('int64', fc.bigInt64Array(exactly)),
    of('uint8', fc.uint8Array(exactly)),
    of('bool', fc.uint8Array({ ...exactly, max: 1 })),
  );
});

const attribute: fc.Arbitrary<Attribute> = fc.oneof(
  fc.maxSafeInteger().map((int) => ({ int })),
  fc.float({ noNaN: true }).map((float) => ({ float })),
  fc.string({ unit: 'grapheme' }).map((string) => ({ string })),
  fc.array(fc.maxSafeInteger()).map((ints) => ({ ints })),
  fc.array(fc.float({ noNaN: true })).map((floats) => ({ floats })),
  fc.array(fc.string()).map((strings) => ({ strings })),
  tensor.map((t) => ({ tensor: t })),
);

/** Objects as this project makes them, not fast-check's without a prototype. */
const plain = { noNullPrototype: true };

const dictionary = <T>(value: fc.Arbitrary<T>) => fc.dictionary(name, value, { ...plain, maxKeys: 4 });
const value = fc.record(
  { name, type: fc.constantFrom<ElementType>('float32', 'int64', 'bool'), dims: fc.array(fc.oneof(fc.nat(), name)) },
  plain,
);

const graph: fc.Arbitrary<Graph> = fc
  .record(
    {
      name,
      opset: fc.integer({ min: 7, max: 20 }),
      nodes: fc.array(
        fc.record(
          {
            op: name,
            domain: fc.constant('com.microsoft'),
            name,
            inputs: fc.array(name),
            outputs: fc.array(name),
            attributes: dictionary(attribute),
          },
          { ...plain, requiredKeys: ['op', 'name', 'inputs', 'outputs', 'attributes'] },
        ),
        { maxLength: 4 },
      ),
      tensors: fc.array(fc.tuple(name, tensor), { maxLength: 4 }),
      inputs: fc.array(value, { maxLength: 3 }),
      outputs: fc.array(value, { maxLength: 3 }),
      metadata: dictionary(fc.string({ unit: 'grapheme' })),
    },
    plain,
  )
  .map(({ tensors, ...rest }) => ({ ...rest, initializers: new Map(tensors) }))
  .map((g) => ({ ...g, inputs: g.inputs.filter((input) => !g.initializers.has(input.name)) }));

/** A model with a tensor long enough to be kept by reference. */
function sampleGraph(): Graph {
  const builder = new GraphBuilder('sample');
  builder.input('image', ['N', 3, 8, 8]);
  const data = Float32Array.from({ length: 16 * 3 * 3 * 3 }, (_, i) => Math.sin(i));
  builder.initializer('weight', { dims: [16, 3, 3, 3], type: 'float32', data });
  builder.output(builder.op('Conv', ['image', 'weight'], { strides: { ints: [2, 2] } }, { outputs: ['map'] }));
  return builder.graph;
}

describe('an ONNX model', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-model-'));
  });
  after(() => rm(dir, { recursive: true }));

  it('comes back from its bytes as it was', () => {
    fc.assert(fc.property(graph, (g) => assert.deepEqual(decodeModel(encodeModel(g)), g)));
  });

  it('comes back from its file, and leaves no other file behind', async () => {
    const file = path.join(dir, 'new folder', 'model.onnx');
    await writeModel(sampleGraph(), file);
    assert.deepEqual(await readModel(file), sampleGraph());
    assert.deepEqual(await readdir(path.dirname(file)), ['model.onnx']);
  });

  it('is taken by the engine', async () => {
    const session = await openSession(encodeModel(sampleGraph()));
    const { map } = await session.run({ image: { dims: [1, 3, 8, 8], data: new Float32Array(192).fill(1) } });
    await session.release();
    const first = Array.from({ length: 27 }, (_, i) => Math.sin(i)).reduce((a, b) => a + b);
    assert.deepEqual(map.dims, [1, 16, 3, 3]);
    assert.ok(Math.abs(map.data[0] - first) < 1e-5);
  });

  it('cut short anywhere is refused with the file named', () => {
    const bytes = encodeModel(sampleGraph());
    for (let length = 0; length < bytes.length; length++)
      assert.throws(
        () => decodeModel(bytes.subarray(0, length), '/runs/epoch-01.onnx'),
        (error) => error instanceof ProblemError && error.problem.file === '/runs/epoch-01.onnx' && error.problem.remedy !== '',
        `cut at ${length}`,
      );
  });

  it('is never mistaken for other bytes: they are refused, whatever they are', () => {
    const refused = (bytes: Uint8Array) => assert.throws(() => decodeModel(bytes), ProblemError);
    refused(new TextEncoder().encode('<!doctype html><title>Not found</title>'));
    refused(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10));
    refused(Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), refused));
  });

  it('with one byte changed is read or refused, never a crash', () => {
    const bytes = encodeModel(sampleGraph());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, replacement) => {
        const changed = bytes.slice();
        changed[at] = replacement;
        try {
          decodeModel(changed);
        } catch (error) {
          assert.ok(error instanceof ProblemError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may store its tensors as lists of numbers, packed or not, instead of raw bytes', () => {
    const floats = new MessageWriter().int(1, 3).int(2, 1).string(8, 'floats');
    floats.bytes(4, new Uint8Array(Float32Array.of(1.5, -2, 3).buffer));
    const ints = new MessageWriter()
      .int(1, 2)
      .int(2, 7)
      .string(8, 'ints')
      .int(7, -5)
      .int(7, 2n ** 62n);
    const doubles = new MessageWriter()
      .int(1, 1)
      .int(2, 11)
      .string(8, 'doubles')
      .bytes(10, new Uint8Array(Float64Array.of(0.1).buffer));
    const inner = new MessageWriter().string(2, 'lists').message(5, floats).message(5, ints).message(5, doubles);
    const model = new MessageWriter().message(7, inner).message(8, new MessageWriter().int(2, 17)).flush();
    const { initializers } = decodeModel(Buffer.concat(model.chunks));
    assert.deepEqual(initializers.get('floats'), { dims: [3], type: 'float32', data: Float32Array.of(1.5, -2, 3) });
    assert.deepEqual(initializers.get('ints'), { dims: [2], type: 'int64', data: BigInt64Array.of(-5n, 2n ** 62n) });
    assert.deepEqual(initializers.get('doubles'), { dims: [1], type: 'float64', data: Float64Array.of(0.1) });
  });

  it('whose weights lie in another file is refused, not read as empty', () => {
    const tensorElsewhere = new MessageWriter().int(1, 3).int(2, 1).string(8, 'weight').int(14, 1);
    const inner = new MessageWriter().string(2, 'g').message(5, tensorElsewhere);
    const model = new MessageWriter().message(7, inner).message(8, new MessageWriter().int(2, 17)).flush();
    assert.throws(() => decodeModel(Buffer.concat(model.chunks)), /another file/);
  });

  it("of PyTorch's exporter is read whole: written again, it computes PyTorch's logits", async () => {
    const foreign = await readModel(path.join(goldenDir, 'torch_export.onnx'));
    const { logits } = JSON.parse(await readFile(path.join(goldenDir, 'torch_export.json'), 'utf8')) as { logits: number[] };
    assert.deepEqual(foreign.inputs, [{ name: 'image', type: 'float32', dims: ['batch', 3, 32, 32] }]);
    const session = await openSession(foreign);
    const image = Float32Array.from({ length: 3 * 32 * 32 }, (_, i) => (i % 17) / 17);
    const result = await session.run({ image: { dims: [1, 3, 32, 32], data: image } });
    await session.release();
    logits.forEach((logit, i) => {
      assert.ok(Math.abs(result.logits.data[i] - logit) < 1e-6);
    });
  });

  it('that is missing or cannot be written is a problem that names the file', async () => {
    const missing = path.join(dir, 'missing.onnx');
    await assert.rejects(readModel(missing), (error) => error instanceof ProblemError && error.problem.file === missing);
    const occupied = path.join(dir, 'occupied');
    await mkdir(path.join(occupied, 'model.onnx', 'inside'), { recursive: true });
    await assert.rejects(writeModel(sampleGraph(), path.join(occupied, 'model.onnx')));
    assert.deepEqual(await readdir(occupied), ['model.onnx']);
  });

  it('takes the place of an earlier one only when it is whole', async () => {
    const file = path.join(dir, 'replaced.onnx');
    await writeFile(file, 'earlier');
    await writeModel(sampleGraph(), file);
    assert.deepEqual(await readModel(file), sampleGraph());
  });
});
