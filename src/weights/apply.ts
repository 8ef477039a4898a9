/** Weights of a file into a classifier: matched by name and shape, all or none; the linear layer may be drawn anew for other classes. */
import { parameterNames } from '../network/classifier';
import type { Classifier, Tensor } from '../network/graph';
import { ProblemError } from '../protocol/problem';
import { fittingArchitecture, isCounter } from './architectures';
import { asFloat32 } from './elements';

export interface ApplyOptions {
  /** Take a file whose linear layer has other classes, or none, and keep the classifier's own there: fine-tuning. */
  headMayDiffer?: boolean;
  /** Names the file in messages. */
  file?: string;
}

/** What was done, for the log. */
export interface AppliedReport {
  /** Tensors taken. */
  taken: number;
  /** Taken away from every name: what PyTorch's DataParallel puts before it. */
  prefix: '' | 'module.';
  /** Tensors turned into float32, by their type in memory. */
  converted: Partial<Record<Tensor['type'], number>>;
  /** Whether the linear layer's weights are the classifier's own; then how many classes the file's has, 0 for none. */
  headDrawn: boolean;
  fileClasses: number;
}

/** Names listed of each kind of fault; the rest is counted. */
const LISTED = 20;

/**
 * The same classifier with the file's weights, which are taken as they are, not copied, where they are float32 already. Counters of batch norms are
 * passed over. Throws ProblemError `weights.mismatch` with every missing, extra and misshapen tensor, or `weights.notFinite`.
 */
export function applyWeights(
  c: Classifier,
  tensors: ReadonlyMap<string, Tensor>,
  { headMayDiffer = false, file }: ApplyOptions = {},
): { classifier: Classifier; report: AppliedReport } {
  const { given, prefix } = withoutPrefix(tensors);
  const wanted = parameterNames(c.graph);
  const head = [c.head.weight, c.head.bias];
  const headDrawn = headMayDiffer && !head.every((name) => sameShape(c, given, name)) && isOtherHead(c, given);
  const needed = headDrawn ? wanted.filter((name) => !head.includes(name)) : wanted;
  const faults = faultsOf(c, given, needed, new Set(wanted));
  if (faults.length > 0) throw mismatch(c, given, faults, file);

  const initializers = new Map(c.graph.initializers);
  const converted: AppliedReport['converted'] = {};
  for (const name of needed) {
    const tensor = given.get(name)!;
    if (tensor.type !== 'float32') converted[tensor.type] = (converted[tensor.type] ?? 0) + 1;
    const taken = asFloat32(tensor);
    if (!(taken.data as Float32Array).every(Number.isFinite)) throw notFinite(name, file);
    initializers.set(name, { dims: taken.dims, type: taken.type, data: taken.data });
  }
  const fileClasses = given.get(c.head.weight)?.dims[0] ?? 0;
  const report = { taken: needed.length, prefix, converted, headDrawn, fileClasses };
  return { classifier: { ...c, graph: { ...c.graph, initializers } }, report };
}

/** The report as a sentence or two. */
export function describeApplied(report: AppliedReport, c: Classifier): string {
  const parts = [`${report.taken} tensors taken${report.prefix ? `, "${report.prefix}" before every name left out` : ''}.`];
  const types = Object.entries(report.converted).map(([type, count]) => `${count} of ${type}`);
  if (types.length > 0) parts.push(`Turned into float32: ${types.join(', ')}.`);
  if (report.headDrawn)
    parts.push(
      report.fileClasses > 0
        ? `The linear layer has ${report.fileClasses} classes in the file and is drawn anew for ${c.classes.join(', ')}.`
        : `The file has no linear layer; it is drawn anew for ${c.classes.join(', ')}.`,
    );
  else parts.push(`The linear layer is the file's own: its classes are taken to be ${c.classes.join(', ')}, in this order.`);
  return parts.join(' ');
}

function withoutPrefix(tensors: ReadonlyMap<string, Tensor>): { given: ReadonlyMap<string, Tensor>; prefix: '' | 'module.' } {
  const prefix = 'module.';
  const names = [...tensors.keys()];
  if (names.length === 0 || !names.every((name) => name.startsWith(prefix))) return { given: tensors, prefix: '' };
  return { given: new Map([...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor])), prefix };
}

function sameShape(c: Classifier, given: ReadonlyMap<string, Tensor>, name: string): boolean {
  return given.get(name)?.dims.join() === c.graph.initializers.get(name)?.dims.join();
}

/** A linear layer over as many units with another number of classes, or none at all; anything else is another network. */
function isOtherHead(c: Classifier, given: ReadonlyMap<string, Tensor>): boolean {
  const [weight, bias] = [given.get(c.head.weight), given.get(c.head.bias)];
  if (!weight && !bias) return true;
  return weight?.dims.length === 2 && weight.dims[1] === c.units && bias?.dims.join() === String(weight.dims[0]);
}

function faultsOf(c: Classifier, given: ReadonlyMap<string, Tensor>, needed: readonly string[], wanted: ReadonlySet<string>): string[] {
  const missing = needed.filter((name) => !given.has(name));
  const extra = [...given.keys()].filter((name) => !wanted.has(name) && !isCounter(name));
  const misshapen = needed
    .filter((name) => given.has(name) && !sameShape(c, given, name))
    .map((name) => `${name} [${given.get(name)!.dims.join(', ')}] instead of [${c.graph.initializers.get(name)!.dims.join(', ')}]`);
  return [
    ...listed(missing, 'missing tensors'),
    ...listed(extra, 'tensors this network does not have'),
    ...listed(misshapen, 'tensors of another shape'),
  ];
}

function listed(names: readonly string[], what: string): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, LISTED).map((name) => name.slice(0, 120));
  return [`${names.length} ${what} (${shown.join(', ')}${names.length > LISTED ? `, and ${names.length - LISTED} more` : ''})`];
}

function mismatch(c: Classifier, given: ReadonlyMap<string, Tensor>, faults: readonly string[], file: string | undefined): ProblemError {
  const fitting = fittingArchitecture(given);
  const other = fitting && fitting !== c.architecture;
  return new ProblemError({
    code: 'weights.mismatch',
    file,
    found: `${faults.join('; ')}${other ? `: these are the weights of a ${fitting}` : ''}`,
    expected: `the ${parameterNames(c.graph).length} tensors of ${c.architecture} for ${c.classes.length} classes`,
    remedy: other
      ? `Set network.architecture to "${fitting}", or choose weights of a ${c.architecture}.`
      : 'Choose weights of this architecture; a network of another kind can be imported from ONNX.',
  });
}

function notFinite(name: string, file: string | undefined): ProblemError {
  return new ProblemError({
    code: 'weights.notFinite',
    file,
    found: `numbers in ${name} that are not finite`,
    expected: 'finite weights',
    remedy: 'The training that wrote them has diverged, or they do not fit into float32: choose an earlier checkpoint.',
  });
}
