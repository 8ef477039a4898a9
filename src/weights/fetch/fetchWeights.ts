/** Published weights into the person's cache: fetched once, checked by their SHA-256, whole or absent. */
import { rename } from 'node:fs/promises';
import { writeJson, writeProblem } from '../../project/files';
import { ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import { PUBLISHER, type PublishedWeights } from '../published';
import { addressOf, shown } from './address';
import { cachedFile, cacheFolder, type FetchRecord, readRecord, recordFile, sha256Of } from './cache';
import { type TransferOptions, transfer } from './transfer';

export interface FetchOptions extends TransferOptions {
  /** Address of a folder with the same file names, instead of the publisher's. */
  mirror?: string;
  /** Default: the person's cache. */
  folder?: string;
}

export interface Fetched extends FetchRecord {
  file: string;
  /** Whether it was there before. */
  stored: boolean;
}

/**
 * Fetches weights unless they are stored and unchanged. The publisher makes 8 digits of the SHA-256 known, in the file's name: those are checked here, and
 * the whole hash is kept to check the file by whenever it is used. Throws ProblemError `weights.*` or `file.*`, or the signal's reason.
 */
export async function fetchWeights(weights: PublishedWeights, task: Task, options: FetchOptions = {}): Promise<Fetched> {
  const folder = options.folder ?? cacheFolder();
  const file = cachedFile(weights, folder);
  const stored = await readRecord(weights, folder);
  if (stored && (await sha256Of(file)) === stored.sha256) return { ...stored, file, stored: true };

  const url = addressOf(options.mirror ?? PUBLISHER, weights.fileName);
  const { part, bytes } = await transfer(url, file, task, options);
  const sha256 = await sha256Of(part.file);
  if (!sha256.startsWith(weights.sha256Start)) {
    await part.discard();
    throw wrongHash(url, weights, sha256);
  }
  const record: FetchRecord = { url: shown(url), bytes, sha256, fetched: new Date().toISOString() };
  try {
    await rename(part.file, file);
  } catch (error) {
    throw writeProblem(file, error);
  }
  await writeJson(recordFile(file), record);
  await part.forget();
  return { ...record, file, stored: false };
}

function wrongHash(url: URL, weights: PublishedWeights, sha256: string): ProblemError {
  return new ProblemError({
    code: 'weights.hash',
    found: `a file with SHA-256 ${sha256} at ${shown(url)}`,
    expected: `one whose SHA-256 begins with ${weights.sha256Start}, as its name says`,
    remedy: 'What came was discarded. Run the command again; if it stays so, the server does not have the published file.',
  });
}
