/** A file of weights in any form this project reads, told apart by how it begins, not by its name. */
import type { Tensor } from '../network/graph';
import { ProblemError } from '../protocol/problem';
import { type ByteSource, withFile } from './bytes';
import type { StoredType } from './elements';
import { readTensorsFrom } from './safetensors';
import { readArchive } from './torch/archive';
import { readStateDict } from './torch/stateDict';
import { readStream, STREAM_START } from './torch/stream';
import { readTar } from './torch/tar';
import { isTarHeader } from './torch/tarMembers';

export interface WeightFile {
  format: 'PyTorch zip' | 'PyTorch stream' | 'PyTorch tar' | 'safetensors';
  /** By the names in the file. */
  tensors: Map<string, Tensor>;
  /** Half floats and short integers, which were widened, by name. */
  converted: Map<string, StoredType>;
  /** What a checkpoint says of itself. */
  epoch?: number;
  architecture?: string;
}

/**
 * Reads a state_dict or a checkpoint with one (.pth, .pth.tar: torch.save of any PyTorch) or a .safetensors file. A pickle is read as plain values;
 * nothing in it is run. Every tensor is in memory once. Throws ProblemError `weights.*`.
 */
export function readWeights(file: string): Promise<WeightFile> {
  return withFile(file, readWeightsFrom);
}

/** The same from a file that is open already. */
export async function readWeightsFrom(source: ByteSource): Promise<WeightFile> {
  const start = await source.read(0, Math.min(512, source.size));
  if (start.length >= 4 && start.readUInt32LE(0) === 0x04034b50)
    return { format: 'PyTorch zip', ...(await readStateDict(source, await readArchive(source))) };
  if (start.subarray(0, STREAM_START.length).equals(STREAM_START))
    return { format: 'PyTorch stream', ...(await readStateDict(source, await readStream(source))) };
  if (isTarHeader(start)) return { format: 'PyTorch tar', ...(await readStateDict(source, await readTar(source))) };
  // A header of sensible length that opens a JSON object.
  if (start.length > 8 && start.readBigUInt64LE(0) < BigInt(source.size) && start[8] === 0x7b) {
    const { tensors, converted } = await readTensorsFrom(source);
    return { format: 'safetensors', tensors, converted };
  }
  throw unknown(source, start);
}

function unknown({ file, size }: ByteSource, start: Buffer): ProblemError {
  const text = start.subarray(0, 60).toString('latin1');
  const readable = size > 0 && /^[\t\n\r\x20-\x7e]+$/.test(text);
  return new ProblemError({
    code: 'weights.format',
    file,
    found: readable ? `text that begins with "${text.split('\n')[0]}"` : `${size} bytes of another kind`,
    expected: 'weights as torch.save writes them (.pth, .pth.tar) or a .safetensors file',
    remedy: readable
      ? 'Fetch the file itself; this is a page or a pointer to it.'
      : 'Choose another file; an ONNX model needs the ending .onnx.',
  });
}
