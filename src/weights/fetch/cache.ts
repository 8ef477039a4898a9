/** Where fetched weights lie: one folder for all projects of a person, and beside every file a record of where it came from. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ProblemError } from '../../protocol/problem';
import { PUBLISHED, type PublishedVersion, type PublishedWeights } from '../published';

/** Beside the file, its name with `.json` after it. */
export interface FetchRecord {
  url: string;
  bytes: number;
  /** Of the whole file. */
  sha256: string;
  /** ISO time. */
  fetched: string;
}

/** DEEPMINER_CACHE, else the system's folder for files that can be fetched again. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = os.homedir(),
): string {
  const { DEEPMINER_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (DEEPMINER_CACHE) return path.resolve(DEEPMINER_CACHE);
  if (platform === 'win32') return path.join(LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'deepminer', 'Cache');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'deepminer');
  // A relative one is to be ignored, says the XDG specification.
  return path.join(XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : path.join(home, '.cache'), 'deepminer');
}

export function cachedFile(weights: PublishedWeights, folder = cacheFolder()): string {
  return path.join(folder, 'weights', weights.fileName);
}

export function recordFile(file: string): string {
  return `${file}.json`;
}

/** The record of weights that are stored; undefined when they are not. */
export async function readRecord(weights: PublishedWeights, folder = cacheFolder()): Promise<FetchRecord | undefined> {
  const file = cachedFile(weights, folder);
  try {
    const record = JSON.parse(await readFile(recordFile(file), 'utf8')) as Partial<FetchRecord>;
    const { size } = await stat(file);
    const { url, bytes, sha256, fetched } = record;
    const whole = size === bytes && typeof url === 'string' && typeof sha256 === 'string' && typeof fetched === 'string';
    return whole ? { url, bytes, sha256, fetched } : undefined;
  } catch {
    // No file, no record, or half of one: the same as not fetched.
    return undefined;
  }
}

/**
 * The file that was fetched for an architecture, its SHA-256 checked; without a version the first that is stored.
 * Throws ProblemError `weights.notFetched` with the command that fetches it, or `weights.changed`.
 */
export async function storedWeights(
  architecture: string,
  version?: PublishedVersion,
  folder = cacheFolder(),
  published: readonly PublishedWeights[] = PUBLISHED,
): Promise<{ file: string; weights: PublishedWeights; record: FetchRecord }> {
  const candidates = published.filter(
    (entry) => entry.architecture === architecture && (version === undefined || entry.version === version),
  );
  for (const weights of candidates) {
    const record = await readRecord(weights, folder);
    if (!record) continue;
    const file = cachedFile(weights, folder);
    const sha256 = await sha256Of(file);
    if (sha256 !== record.sha256 || !sha256.startsWith(weights.sha256Start)) throw changed(file, sha256, record.sha256);
    return { file, weights, record };
  }
  throw notFetched(architecture, version, candidates, folder);
}

/** Of a file's bytes, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function notFetched(
  architecture: string,
  version: number | undefined,
  candidates: readonly PublishedWeights[],
  folder: string,
): ProblemError {
  const command = `deepminer weights fetch ${architecture}${version && version > 1 ? ` --version ${version}` : ''}`;
  const known = candidates.length > 0;
  return new ProblemError({
    code: 'weights.notFetched',
    file: known ? cachedFile(candidates[0], folder) : undefined,
    found: known ? 'no stored ImageNet weights' : `no published ImageNet weights of ${architecture}${version ? ` version ${version}` : ''}`,
    expected: known
      ? `weights of ${architecture}, fetched once`
      : `one of ${PUBLISHED.map((entry) => `${entry.architecture} version ${entry.version}`).join(', ')}`,
    remedy: known ? `Run "${command}".` : 'Change network.architecture, or set network.weights to a file or to null.',
  });
}

function changed(file: string, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'weights.changed',
    file,
    found: `a file with SHA-256 ${found}`,
    expected: `the one that was fetched, SHA-256 ${expected}`,
    remedy: 'Delete the file and fetch it again.',
  });
}
