/** The concept report of a mining result: read where it is there and belongs to the result, else why not. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { MiningManifest } from '../protocol/mining';
import { CONCEPTS_FILE, conceptReport, type ReadConcepts, unusable } from './measured';

/** Never throws for what a report holds: units are shown without concepts then, with a problem that says so. */
export async function readConcepts(dir: string, manifest: Pick<MiningManifest, 'network' | 'hash'>): Promise<ReadConcepts> {
  const file = path.join(dir, CONCEPTS_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? {} : unusable(file, message);
  }
  return conceptReport(text, file, manifest);
}
