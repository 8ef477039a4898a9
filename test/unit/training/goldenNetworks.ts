/** The narrowed networks of test/golden/networks.py: PyTorch's export, imported, with the same linear layer, images and labels. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { loadWeights, parameterNames } from '../../../src/network/classifier';
import { decodeModel } from '../../../src/network/decode';
import type { Classifier, Graph } from '../../../src/network/graph';
import { type ImportOptions, type ImportReport, importClassifier } from '../../../src/network/import/index';
import { floatTensor } from '../../../src/network/tensor';

interface GoldenNetwork {
  side: number;
  imageSeed: number;
  headSeed: number;
  biasSeed: number;
  /** [units, height, width] of the last feature map. */
  features: number[];
  loss64: number;
  /** Of PyTorch in float32 from float64. */
  float32Distance: number;
  parameters: Record<string, number[]>;
}

const folder = new URL('../../golden/networks/', import.meta.url);
const file: { program: string; batch: number; classes: number; networks: Record<string, GoldenNetwork> } = JSON.parse(
  readFileSync(new URL('networks.json', folder), 'utf8'),
);

export const goldenBatch = file.batch;
export const goldenProgram = file.program;
export const goldenNetworks = file.networks;
export const goldenClasses = ['normal', 'benign', 'malignant'];

/** The file as PyTorch wrote it. */
export function exportedGraph(name: string): Graph {
  return decodeModel(gunzipSync(readFileSync(new URL(`${name}.onnx.gz`, folder))), `${name}.onnx`);
}

export async function importedNetwork(
  name: string,
  options: Partial<ImportOptions> = {},
): Promise<{ classifier: Classifier; report: ImportReport }> {
  const { side, headSeed, biasSeed, features } = goldenNetworks[name];
  const imported = await importClassifier(exportedGraph(name), { classes: goldenClasses, inputSize: side, seed: 1, ...options });
  const { graph, head } = imported.classifier;
  const [units] = features;
  const weights = new Map(parameterNames(graph).map((parameter) => [parameter, graph.initializers.get(parameter)!]));
  weights.set(head.weight, floatTensor([3, units], Float32Array.from(uniform(headSeed, 3 * units))));
  weights.set(head.bias, floatTensor([3], Float32Array.from(uniform(biasSeed, 3))));
  return { ...imported, classifier: loadWeights(imported.classifier, weights) };
}

/** Images [batch, 3, side, side] and class indices. */
export function goldenImages(name: string): { images: Float32Array; labels: number[] } {
  const { side, imageSeed } = goldenNetworks[name];
  const images = Float32Array.from(uniform(imageSeed, file.batch * 3 * side * side));
  return { images, labels: Array.from({ length: file.batch }, (_, i) => (i * 2 + 1) % 3) };
}

/** The float64 gradients by parameter, rounded once to float32. */
export function goldenNetworkGradients(name: string): Map<string, Float32Array> {
  const bytes = readFileSync(new URL(`${name}.bin`, folder));
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let end = 0;
  return new Map(
    Object.entries(goldenNetworks[name].parameters).map(([parameter, dims]) => {
      const start = end;
      end += dims.reduce((a, b) => a * b, 1);
      return [parameter, all.slice(start, end)];
    }),
  );
}

/** Numbers in [-1, 1) from a 32-bit linear congruential generator. */
export function uniform(seed: number, count: number): Float64Array {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}
