/** What the text of a concept report says, and of which mining result: whoever reads the file. */
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

/** Why the report in `file` is not used. */
export const unusable = (file: string, found: string): ReadConcepts => ({
  problem: {
    severity: 'warning',
    code: 'concepts.unusable',
    file,
    found,
    expected: 'the concept report of this mining result',
    remedy: 'Dissect the units again: it is written anew.',
  },
});

/** The report of the mining result with this manifest. Never throws, whatever the text holds: units are shown without concepts then. */
export function conceptReport(text: string, file: string, manifest: Pick<MiningManifest, 'network' | 'hash'>): ReadConcepts {
  let report: ConceptReport;
  try {
    report = JSON.parse(text) as ConceptReport;
  } catch (error) {
    return unusable(file, `text that is not JSON (${(error as Error).message})`);
  }
  if (report?.version !== 1 || typeof report.units !== 'object' || report.units === null)
    return unusable(file, 'no concept report of version 1');
  if (report.network !== manifest.network || report.mining !== manifest.hash)
    return unusable(file, 'the report of another network or mining result');
  return { report };
}

/** What the report says of one unit; absent without a report. */
export function conceptsOf(report: ConceptReport | undefined, unit: UnitId): MeasuredConcepts | undefined {
  if (!report) return undefined;
  const found = Object.hasOwn(report.units, unit) ? report.units[unit] : [];
  return { found: [...found].sort((a, b) => b.iou - a.iou), bar: report.bar, views: report.views };
}
