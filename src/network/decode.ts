/** The bytes of an .onnx file back to a Graph: whole models of any exporter, as far as their tensors are of types used here. */
import { ProblemError } from '../protocol/problem';
import type { Attribute, ElementType, Graph, Node, Tensor, ValueInfo } from './graph';
import { asInt, asString, expectBytes, fields, MalformedMessage, repeatedFloats, repeatedInts } from './protobuf';
import { type OutsideReader, readTensor, readType } from './tensorMessage';

/**
 * Reads a model. `file` only names it in messages. Tensors are views into `bytes` where alignment allows; half floats are widened to float32.
 * `outside` reads tensors that are stored in another file.
 * Throws ProblemError on bytes that are cut short, are no ONNX model, or hold tensors of a type not used here or, without `outside`, elsewhere.
 */
export function decodeModel(bytes: Uint8Array, file?: string, outside?: OutsideReader): Graph {
  try {
    return readModelMessage(bytes, outside);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    throw new ProblemError({
      code: 'network.model.malformed',
      file,
      found: `${bytes.byteLength} bytes that do not read as an ONNX model (${error.message})`,
      expected: 'a complete .onnx file',
      remedy: 'If it was copied or downloaded, do so again; if it is a checkpoint of another program, export it to ONNX there.',
    });
  }
}

function readModelMessage(bytes: Uint8Array, outside?: OutsideReader): Graph {
  let graph: Graph | undefined;
  let opset: number | undefined;
  const metadata: [string, string][] = [];
  for (const field of fields(bytes)) {
    if (field.number === 7) graph = readGraph(expectBytes(field), outside);
    else if (field.number === 8) {
      const { domain, version } = readOpset(expectBytes(field));
      if (domain === '' || domain === 'ai.onnx') opset = version;
    } else if (field.number === 14) metadata.push(readEntry(expectBytes(field)));
  }
  if (!graph) throw new MalformedMessage('it holds no graph');
  if (opset === undefined) throw new MalformedMessage('it names no operator set');
  return { ...graph, opset, metadata: Object.fromEntries(metadata) };
}

function readOpset(bytes: Uint8Array): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  for (const field of fields(bytes)) {
    if (field.number === 1) domain = asString(field);
    else if (field.number === 2) version = asInt(field);
  }
  return { domain, version };
}

function readEntry(bytes: Uint8Array): [string, string] {
  let key = '';
  let value = '';
  for (const field of fields(bytes)) {
    if (field.number === 1) key = asString(field);
    else if (field.number === 2) value = asString(field);
  }
  return [key, value];
}

function readGraph(bytes: Uint8Array, outside?: OutsideReader): Graph {
  const graph: Graph = { name: '', opset: 0, nodes: [], initializers: new Map(), inputs: [], outputs: [], metadata: {} };
  const declared: ValueInfo[] = [];
  for (const field of fields(bytes)) {
    if (field.number === 1) graph.nodes.push(readNode(expectBytes(field), outside));
    else if (field.number === 2) graph.name = asString(field);
    else if (field.number === 5) {
      const { name, tensor } = readTensor(expectBytes(field), outside);
      graph.initializers.set(name, tensor);
    } else if (field.number === 11) declared.push(readValue(expectBytes(field)));
    else if (field.number === 12) graph.outputs.push(readValue(expectBytes(field)));
  }
  // Models of IR version 3 list their initializers among the inputs too.
  graph.inputs = declared.filter((value) => !graph.initializers.has(value.name));
  return graph;
}

function readNode(bytes: Uint8Array, outside?: OutsideReader): Node {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: [string, Attribute][] = [];
  let name = '';
  let op = '';
  let domain: string | undefined;
  for (const field of fields(bytes)) {
    if (field.number === 1) inputs.push(asString(field));
    else if (field.number === 2) outputs.push(asString(field));
    else if (field.number === 3) name = asString(field);
    else if (field.number === 4) op = asString(field);
    else if (field.number === 5) attributes.push(readAttribute(expectBytes(field), outside));
    else if (field.number === 7) domain = asString(field) || undefined;
  }
  if (op === '') throw new MalformedMessage('a node names no operator');
  return { op, ...(domain === undefined ? {} : { domain }), name, inputs, outputs, attributes: Object.fromEntries(attributes) };
}

function readAttribute(bytes: Uint8Array, outside?: OutsideReader): [string, Attribute] {
  let name = '';
  let kind = 0;
  let float = 0;
  let int = 0;
  let string = '';
  let tensor: Tensor | undefined;
  let graph: Graph | undefined;
  const floats: number[] = [];
  const ints: number[] = [];
  const strings: string[] = [];
  for (const field of fields(bytes)) {
    if (field.number === 1) name = asString(field);
    else if (field.number === 2) float = repeatedFloats(field)[0];
    else if (field.number === 3) int = asInt(field);
    else if (field.number === 4) string = asString(field);
    else if (field.number === 5) tensor = readTensor(expectBytes(field), outside).tensor;
    else if (field.number === 6) graph = readGraph(expectBytes(field), outside);
    else if (field.number === 7) floats.push(...repeatedFloats(field));
    else if (field.number === 8) ints.push(...repeatedInts(field).map(Number));
    else if (field.number === 9) strings.push(asString(field));
    else if (field.number === 20) kind = asInt(field);
  }
  if (kind === 1) return [name, { float }];
  if (kind === 2) return [name, { int }];
  if (kind === 3) return [name, { string }];
  if (kind === 4 && tensor) return [name, { tensor }];
  if (kind === 5 && graph) return [name, { graph }];
  if (kind === 6) return [name, { floats }];
  if (kind === 7) return [name, { ints }];
  if (kind === 8) return [name, { strings }];
  throw new MalformedMessage(`attribute ${name} is of kind ${kind}`);
}

function readValue(bytes: Uint8Array): ValueInfo {
  let name = '';
  let type: ElementType = 'float32';
  let dims: (number | string)[] = [];
  for (const field of fields(bytes)) {
    if (field.number === 1) name = asString(field);
    else if (field.number === 2)
      for (const kind of fields(expectBytes(field))) {
        if (kind.number !== 1) throw new MalformedMessage(`value ${name} is no tensor`);
        ({ type, dims } = readTensorType(name, expectBytes(kind)));
      }
  }
  return { name, type, dims };
}

function readTensorType(name: string, bytes: Uint8Array): { type: ElementType; dims: (number | string)[] } {
  let type: ElementType | undefined;
  const dims: (number | string)[] = [];
  for (const field of fields(bytes)) {
    if (field.number === 1) type = readType(asInt(field));
    else if (field.number === 2) for (const dim of fields(expectBytes(field))) dims.push(readDim(name, dims.length, expectBytes(dim)));
  }
  if (!type) throw new MalformedMessage(`value ${name} has an element type that is not read here`);
  return { type, dims };
}

function readDim(name: string, axis: number, bytes: Uint8Array): number | string {
  for (const field of fields(bytes)) {
    if (field.number === 1) return asInt(field);
    if (field.number === 2) return asString(field);
  }
  // Neither a number nor a name: free, under a name of its own.
  return `${name}.${axis}`;
}
