/** A trained network for other programs: its tensors as safetensors under torchvision's names, or the whole network as plain ONNX. */
import { networkHash, parameterNames } from '../network/classifier';
import type { Classifier, Graph } from '../network/graph';
import { writeModel } from '../network/model';
import { ProblemError } from '../protocol/problem';
import { writeTensors } from './safetensors';

export const EXPORT_FORMATS = ['safetensors', 'onnx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Writes the classifier under a temporary name first; gives how many tensors it has. safetensors: PyTorch's load_state_dict takes the names as they are for
 * the ResNets. Throws ProblemError `weights.export.*` when the network cannot be said in the format, or `file.*`.
 */
export async function exportClassifier(c: Classifier, format: ExportFormat, file: string): Promise<number> {
  const names = parameterNames(c.graph);
  if (format === 'onnx') await writeModel(plainGraph(c, file), file);
  else {
    const tensors = new Map(names.map((name) => [name, c.graph.initializers.get(name)!]));
    await writeTensors(file, { tensors, metadata: { format: 'pt', ...facts(c) } });
  }
  return names.length;
}

/** The graph with the logits first, as other programs expect of a classifier, and in ONNX's own operators. */
function plainGraph(c: Classifier, file: string): Graph {
  const foreign = c.graph.nodes.find((node) => (node.domain ?? '') !== '');
  if (foreign)
    throw new ProblemError({
      code: 'weights.export.operator',
      file,
      found: `the operator ${foreign.domain}.${foreign.op} (${foreign.name})`,
      expected: "ONNX's own operators",
      remedy: 'Export the tensors instead: --format safetensors.',
    });
  const isLogits = ({ name }: { name: string }) => name === 'logits';
  const outputs = [...c.graph.outputs.filter(isLogits), ...c.graph.outputs.filter((output) => !isLogits(output))];
  return { ...c.graph, outputs, metadata: facts(c) };
}

/** What whoever uses the network has to know; the same in both formats. */
function facts(c: Classifier): Record<string, string> {
  return {
    architecture: c.architecture,
    classes: JSON.stringify(c.classes),
    input: `image [N, 3, ${c.inputSize}, ${c.inputSize}]: grey values in 0..1 three times over, less mean, divided by std`,
    mean: JSON.stringify(c.mean),
    std: JSON.stringify(c.std),
    network: networkHash(c),
  };
}
