/** Tensors that a model keeps in files beside it (ONNX's external data): only in its own folder, whatever the model asks for. */
import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { stepsInside } from '../protocol/inside';
import { ProblemError } from '../protocol/problem';
import type { OutsidePlace, OutsideReader } from './tensorMessage';

/** Reads for the model `file`. The reader throws ProblemError for a place outside the model's folder, and for bytes that are not there. */
export function readerBeside(file: string): OutsideReader {
  return (place, tensor) => {
    const target = insideFolder(file, place.location, tensor);
    try {
      return readRange(target, place);
    } catch (error) {
      throw refused(file, tensor, `${place.location}, which cannot be read (${error instanceof Error ? error.message : String(error)})`);
    }
  };
}

/** The absolute path of a location, links followed. */
function insideFolder(file: string, location: string, tensor: string): string {
  const folder = path.dirname(path.resolve(file));
  const target = path.resolve(folder, location);
  if (location === '' || path.isAbsolute(location) || !stepsInside(folder, target, path))
    throw refused(file, tensor, `"${location}", which is no file in the model's folder`);
  let real: string;
  try {
    real = realpathSync(target);
  } catch {
    throw refused(file, tensor, `${location}, which is not there`);
  }
  if (!stepsInside(realpathSync(folder), real, path)) throw refused(file, tensor, `${location}, a link out of the model's folder`);
  return real;
}

function readRange(target: string, { offset, length }: OutsidePlace): Uint8Array {
  const handle = openSync(target, 'r');
  try {
    const { size } = fstatSync(handle);
    const wanted = length ?? size - offset;
    if (wanted < 0 || offset + wanted > size) throw new RangeError(`it has ${size} bytes, ${offset + wanted} are asked for`);
    const bytes = new Uint8Array(wanted);
    for (let at = 0; at < wanted; ) {
      const count = readSync(handle, bytes, at, wanted - at, offset + at);
      if (count === 0) throw new RangeError('it ended while it was read');
      at += count;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}

function refused(file: string, tensor: string, found: string): ProblemError {
  return new ProblemError({
    code: 'network.model.outside',
    file,
    found: `the tensor ${tensor} stored in ${found}`,
    expected: 'weights in the file itself, or in files beside it',
    remedy: 'Copy the .onnx file together with its data files, or export it with all weights in one file.',
  });
}
