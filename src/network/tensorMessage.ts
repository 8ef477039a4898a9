/** A tensor as an .onnx file holds it: its elements in one of several fields, or in another file; half floats are widened. */
import type { ElementType, Tensor } from './graph';
import { floatOfBfloat, floatOfHalf, widenHalves } from './halves';
import {
  asInt,
  asString,
  expectBytes,
  type Field,
  fields,
  MalformedMessage,
  repeatedDoubles,
  repeatedFloats,
  repeatedInts,
} from './protobuf';
import { elementBytes, elementCount, elementType, typedArray } from './tensor';

/** Where a tensor's bytes are, as the model says it. */
export interface OutsidePlace {
  /** Path relative to the model's folder. */
  location: string;
  /** In bytes. */
  offset: number;
  /** In bytes; absent: to the end of the file. */
  length?: number;
}

/** Gives the bytes. Throws MalformedMessage or ProblemError when they are not there, or not to be read. */
export type OutsideReader = (place: OutsidePlace, tensor: string) => Uint8Array;

/** TensorProto.DataType of the half floats, and how they are widened. */
const HALVES: Readonly<Record<number, ((half: number) => number) | undefined>> = { 10: floatOfHalf, 16: floatOfBfloat };

/** The type that a TensorProto.DataType number has here; undefined for those that are not read (text, complex numbers, …). */
export function readType(code: number): ElementType | undefined {
  return HALVES[code] ? 'float32' : elementType(code);
}

/** Everything of a TensorProto that can carry its elements. */
interface TensorParts {
  name: string;
  dims: number[];
  code: number;
  raw?: Uint8Array;
  floats: Float32Array[];
  doubles: Float64Array[];
  ints: bigint[];
  outside: boolean;
  place: OutsidePlace;
}

export function readTensor(bytes: Uint8Array, outside?: OutsideReader): { name: string; tensor: Tensor } {
  const place: OutsidePlace = { location: '', offset: 0 };
  const parts: TensorParts = { name: '', dims: [], code: 0, floats: [], doubles: [], ints: [], outside: false, place };
  for (const field of fields(bytes)) readTensorField(parts, field);
  const type = readType(parts.code);
  if (!type) throw new MalformedMessage(`tensor ${parts.name} is of ONNX element type ${parts.code}, which is not read here`);
  if (parts.outside) {
    if (!outside) throw new MalformedMessage(`tensor ${parts.name} is stored in another file; export with all weights in one`);
    parts.raw = outside(place, parts.name);
  }
  const data = elementsOf(parts, type);
  if (data.length !== elementCount(parts.dims))
    throw new MalformedMessage(`tensor ${parts.name} [${parts.dims.join(', ')}] holds ${data.length} elements`);
  return { name: parts.name, tensor: { dims: parts.dims, type, data } };
}

function readTensorField(parts: TensorParts, field: Field): void {
  if (field.number === 1) parts.dims.push(...repeatedInts(field).map(Number));
  else if (field.number === 2) parts.code = asInt(field);
  else if (field.number === 4) parts.floats.push(repeatedFloats(field));
  else if (field.number === 5 || field.number === 7) parts.ints.push(...repeatedInts(field));
  else if (field.number === 8) parts.name = asString(field);
  else if (field.number === 9) parts.raw = expectBytes(field);
  else if (field.number === 10) parts.doubles.push(repeatedDoubles(field));
  else if (field.number === 13) readPlace(parts, expectBytes(field));
  else if (field.number === 14 && asInt(field) === 1) parts.outside = true;
}

/** One entry of external_data: a key and a value, both text. */
function readPlace(parts: TensorParts, bytes: Uint8Array): void {
  let key = '';
  let value = '';
  for (const field of fields(bytes)) {
    if (field.number === 1) key = asString(field);
    else if (field.number === 2) value = asString(field);
  }
  parts.outside = true;
  if (key === 'location') parts.place.location = value;
  if (key !== 'offset' && key !== 'length') return;
  if (!/^\d{1,15}$/.test(value)) throw new MalformedMessage(`the ${key} of a tensor in another file reads ${value.slice(0, 40)}`);
  parts.place[key] = Number(value);
}

function elementsOf({ code, name, raw, floats, doubles, ints }: TensorParts, type: ElementType): Tensor['data'] {
  const widen = HALVES[code];
  if (raw) {
    if (raw.byteLength % (widen ? 2 : elementBytes(type)) !== 0) throw new MalformedMessage(`tensor ${name} ends inside an element`);
    return widen ? widenHalves(raw, widen) : typedArray(type, raw);
  }
  // Each half is a whole number that holds its 16 bits.
  if (widen) return widenHalves(new Uint8Array(Uint16Array.from(ints, Number).buffer), widen);
  switch (type) {
    case 'float32':
      return Float32Array.from(floats.flatMap((chunk) => [...chunk]));
    case 'float64':
      return Float64Array.from(doubles.flatMap((chunk) => [...chunk]));
    case 'int64':
      return BigInt64Array.from(ints);
    case 'int32':
      return Int32Array.from(ints, Number);
    default:
      return Uint8Array.from(ints, Number);
  }
}
