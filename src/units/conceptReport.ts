/** The concept report of a mining result: read where it is there and belongs to the result, else why not. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConceptReport } from '../protocol/concepts';
import type { MiningManifest } from '../protocol/mining';
import type { Problem } from '../protocol/problem';
import type { UnitId } from '../protocol/unit';
import type { MeasuredConcepts } from '../protocol/units';

export const CONCEPTS_FILE = 'concepts.json';

export interface ReadConcepts {
  report?: ConceptReport;
  /** Why a report that is there is not used. */
  problem?: Problem;
}

/** Never throws for what a report holds: units are shown without concepts then, with a problem that says so. */
export async function readConcepts(dir: string, manifest: Pick<MiningManifest, 'network' | 'hash'>): Promise<ReadConcepts> {
  const file = path.join(dir, CONCEPTS_FILE);
  const unusable = (found: string): ReadConcepts => ({
    problem: {
      severity: 'warning',
      code: 'concepts.unusable',
      file,
      found,
      expected: 'the concept report of this mining result',
      remedy: 'Dissect the units again: it is written anew.',
    },
  });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? {} : unusable(message);
  }
  let report: ConceptReport;
  try {
    report = JSON.parse(text) as ConceptReport;
  } catch (error) {
    return unusable(`text that is not JSON (${(error as Error).message})`);
  }
  if (report?.version !== 1 || typeof report.units !== 'object' || report.units === null) return unusable('no concept report of version 1');
  if (report.network !== manifest.network || report.mining !== manifest.hash)
    return unusable('the report of another network or mining result');
  return { report };
}

/** What the report says of one unit; absent without a report. */
export function conceptsOf(report: ConceptReport | undefined, unit: UnitId): MeasuredConcepts | undefined {
  if (!report) return undefined;
  const found = Object.hasOwn(report.units, unit) ? report.units[unit] : [];
  return { found: [...found].sort((a, b) => b.iou - a.iou), bar: report.bar, views: report.views };
}
