/** A Graph as the bytes of an .onnx file (ModelProto; field numbers are those of onnx.proto). */
import type { Attribute, Graph, Node, Tensor, ValueInfo } from './graph';
import { MessageWriter } from './protobuf';
import { ELEMENT_CODE, tensorBytes } from './tensor';

/** IR version 8 belongs to opset 15 to 18; every ONNX reader of the last years takes it. */
const IR_VERSION = 8;

/** The whole file in one array. */
export function encodeModel(graph: Graph): Uint8Array {
  const message = modelMessage(graph);
  const bytes = new Uint8Array(message.size);
  let at = 0;
  for (const chunk of message.chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** The file as chunks; tensors are views of the graph's own arrays. */
export function modelMessage(graph: Graph): MessageWriter {
  const model = new MessageWriter().int(1, IR_VERSION).string(2, 'deepminer').message(7, graphMessage(graph));
  model.message(8, new MessageWriter().string(1, '').int(2, graph.opset));
  // ONNX Runtime's own operators all stand at version 1.
  const domains = new Set(graph.nodes.map((node) => node.domain ?? '').filter((domain) => domain !== ''));
  for (const domain of domains) model.message(8, new MessageWriter().string(1, domain).int(2, 1));
  for (const [key, value] of Object.entries(graph.metadata)) model.message(14, new MessageWriter().string(1, key).string(2, value));
  return model.flush();
}

function graphMessage(graph: Graph): MessageWriter {
  const message = new MessageWriter();
  for (const node of graph.nodes) message.message(1, nodeMessage(node));
  message.string(2, graph.name);
  for (const [name, tensor] of graph.initializers) message.message(5, tensorMessage(name, tensor));
  for (const value of graph.inputs) message.message(11, valueMessage(value));
  for (const value of graph.outputs) message.message(12, valueMessage(value));
  return message;
}

function nodeMessage(node: Node): MessageWriter {
  const message = new MessageWriter();
  for (const input of node.inputs) message.string(1, input);
  for (const output of node.outputs) message.string(2, output);
  message.string(3, node.name).string(4, node.op);
  for (const [name, value] of Object.entries(node.attributes)) message.message(5, attributeMessage(name, value));
  if (node.domain) message.string(7, node.domain);
  return message;
}

function attributeMessage(name: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().string(1, name);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  if ('int' in value) return message.int(3, value.int).int(20, 2);
  if ('string' in value) return message.string(4, value.string).int(20, 3);
  if ('tensor' in value) return message.message(5, tensorMessage('', value.tensor)).int(20, 4);
  if ('graph' in value) return message.message(6, graphMessage(value.graph)).int(20, 5);
  if ('floats' in value) {
    for (const item of value.floats) message.float(7, item);
    return message.int(20, 6);
  }
  if ('ints' in value) {
    for (const item of value.ints) message.int(8, item);
    return message.int(20, 7);
  }
  for (const item of value.strings) message.string(9, item);
  return message.int(20, 8);
}

function tensorMessage(name: string, tensor: Tensor): MessageWriter {
  const message = new MessageWriter();
  for (const dim of tensor.dims) message.int(1, dim);
  message.int(2, ELEMENT_CODE[tensor.type]);
  if (name !== '') message.string(8, name);
  return message.bytes(9, tensorBytes(tensor));
}

function valueMessage(value: ValueInfo): MessageWriter {
  const shape = new MessageWriter();
  for (const dim of value.dims) {
    const message = new MessageWriter();
    shape.message(1, typeof dim === 'string' ? message.string(2, dim) : message.int(1, dim));
  }
  const tensor = new MessageWriter().int(1, ELEMENT_CODE[value.type]).message(2, shape);
  return new MessageWriter().string(1, value.name).message(2, new MessageWriter().message(1, tensor));
}
