/** inspectNetwork: what an ONNX file of any exporter would be as a network here. */
import { parameterNames } from '../../network/classifier';
import type { Classifier, Graph } from '../../network/graph';
import { importClassifier } from '../../network/import/index';
import { readModel } from '../../network/model';
import { receptiveField } from '../../network/receptiveField';
import type { NetworkInspection } from '../../protocol/inspection';
import { ProblemError } from '../../protocol/problem';
import { obstacles } from '../../training/gradients/trainable';
import { importText } from '../importedNetwork';
import type { Method } from '../method';

/** Where the file leaves the image's size open and none is given. */
const USUAL_SIZE = 224;

export const inspectNetwork: Method<'inspectNetwork'> = async ({ file, size, features, head }) => {
  const graph = await readModel(file);
  const side = size ?? ownSize(graph) ?? USUAL_SIZE;
  // The classes are the project's affair: two stand for them.
  const options = { classes: ['a', 'b'], inputSize: side, seed: 1, features, head, file };
  const { classifier, report } = await importClassifier(graph, options);
  return {
    file,
    opset: graph.opset,
    size: side,
    found: importText(report),
    ...(report.ownOutputs !== undefined && { ownOutputs: report.ownOutputs }),
    units: classifier.units,
    parameters: parameterCount(classifier),
    operators: operatorCounts(classifier.graph),
    untrainable: obstacles(classifier.graph),
    receptiveField: fieldOf(classifier.graph),
  };
};

function ownSize(graph: Graph): number | undefined {
  const side = graph.inputs.find((input) => input.dims.length === 4)?.dims[2];
  return typeof side === 'number' ? side : undefined;
}

function parameterCount({ graph, head }: Classifier): number {
  const running = graph.nodes.filter(({ op }) => op === 'BatchNormalization').flatMap(({ inputs }) => inputs.slice(3, 5));
  const left = new Set([head.weight, head.bias, ...running]);
  const own = parameterNames(graph).filter((name) => !left.has(name));
  return own.reduce((sum, name) => sum + graph.initializers.get(name)!.data.length, 0);
}

function operatorCounts(graph: Graph): Record<string, number> {
  const counts: Record<string, number> = {};
  // The last three layers are ours: pooling, flattening and the linear layer.
  for (const { op } of graph.nodes.slice(0, -3)) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

function fieldOf(graph: Graph): NetworkInspection['receptiveField'] {
  try {
    return receptiveField(graph);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { unknown: error.problem.found };
  }
}
