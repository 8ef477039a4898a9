/** Scores that an evaluation kept, for the next one of the same network and patches: forward passes run once. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Patch } from '../patches/patch';
import { type EvaluatedPart, type Evaluation, evaluationFile } from '../protocol/evaluation';
import { evaluationFolder } from './folder';
import { probabilityColumns } from './scoreTables';

/**
 * Probabilities [patches, classes] from the run's scores.csv, where they are of this address and nobody changed the file since; else
 * undefined: then they are computed.
 */
export async function keptScores(
  runDir: string,
  part: EvaluatedPart,
  address: string,
  { patches, classes }: { patches: readonly Patch[]; classes: readonly string[] },
): Promise<Float64Array | undefined> {
  const evaluation = await readFile(path.join(runDir, evaluationFile(part)), 'utf8').then(parsed, absent);
  if (evaluation?.scores?.address !== address) return undefined;
  const text = await readFile(path.join(evaluationFolder(runDir, part), 'scores.csv'), 'utf8').catch(absent);
  if (text === undefined || sha256(text) !== evaluation.scores.sha256) return undefined;
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  const names = probabilityColumns(classes);
  const sameAsStored = (row: Record<string, string>, { viewId, x, y, size }: Patch) =>
    row.view === viewId && Number(row.x) === x && Number(row.y) === y && Number(row.size) === size;
  if (rows.length !== patches.length || !rows.every((row, i) => sameAsStored(row, patches[i]))) return undefined;
  const probabilities = Float64Array.from(rows.flatMap((row) => names.map((name) => Number(row[name]))));
  return probabilities.every((p) => p >= 0 && p <= 1) ? probabilities : undefined;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A file of another version or none that can be read holds no scores. */
function parsed(text: string): Partial<Evaluation> | undefined {
  try {
    return JSON.parse(text) as Partial<Evaluation>;
  } catch {
    return undefined;
  }
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}
