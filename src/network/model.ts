/** ONNX files: a Graph to bytes and back, to disk and back. */
import { readFile } from 'node:fs/promises';
import { writeFileWhole } from '../project/files';
import { ProblemError } from '../protocol/problem';
import { decodeModel } from './decode';
import { modelMessage } from './encode';
import type { Graph } from './graph';
import { readerBeside } from './outsideData';

export { decodeModel } from './decode';
export { encodeModel } from './encode';

/** Writes the graph to `file` under a temporary name first, so that the file is always a whole one. Throws ProblemError, e.g. on a full disk. */
export async function writeModel(graph: Graph, file: string): Promise<void> {
  await writeFileWhole(file, modelMessage(graph).chunks);
}

/** Reads an .onnx file. Throws ProblemError when it is missing, cut short or no ONNX model. */
export async function readModel(file: string): Promise<Graph> {
  return decodeModel(await readBytes(file), file, readerBeside(file));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ProblemError({
      code: 'network.model.unreadable',
      file,
      found: `no readable file (${error instanceof Error ? error.message : String(error)})`,
      expected: 'an .onnx file',
      remedy: 'Check the path and the permissions.',
    });
  }
}
