/** A concept report in words, for terminals and notebooks. */
import type { ConceptReport, ConceptSummary } from '../protocol/concepts';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { detectorCounts } from './report';

/** Detectors named in a line. */
const NAMED = 4;

/** The finding in a sentence: `32 of 54 units detect one of 12 concepts (IoU 0.04 or more)`. */
export function headline(report: ConceptReport): string {
  const { units, detectors, detected, concepts } = detectorCounts(report);
  return `${detectors} of ${units} units detect a concept (IoU ${report.bar} or more); ${detected} of ${concepts} concepts have a detector`;
}

/** The sentence, a line a concept with its detectors, and how it was measured. */
export function reportText(report: ConceptReport): string {
  const { concepts } = report;
  const width = Math.max(7, ...concepts.map(({ concept }) => concept.length));
  const line = (name: string, seen: string, count: string, best: string, iou: string, which: string) =>
    `${name.padEnd(width)}  ${seen.padStart(5)}  ${count.padStart(9)}  ${best.padEnd(9)}  ${iou.padStart(5)}  ${which}`.trimEnd();
  const rows = concepts.map((c) =>
    line(c.concept, String(c.views), String(c.detectors.length), c.best.unit, c.best.iou.toFixed(3), detectorNames(c)),
  );
  return [
    `${headline(report)}.`,
    '',
    line('concept', 'views', 'detectors', 'best unit', 'IoU', 'detectors, best first'),
    ...rows,
    '',
    conditions(report),
    RESEARCH_NOTICE,
  ].join('\n');
}

/** How it was measured. */
export function conditions({ masks, views, viewsLeftOut, quantile }: ConceptReport): string {
  const source = masks === 'data set' ? 'of the data set' : `in ${masks}`;
  const unread = viewsLeftOut > 0 ? ` (${viewsLeftOut} could not be read)` : '';
  return `Masks ${source}, over ${views} hold-out views${unread}. A unit speaks above what ${Number((100 * quantile).toPrecision(3))} % of its activations exceed.`;
}

function detectorNames({ detectors }: ConceptSummary): string {
  return detectors.length <= NAMED ? detectors.join(', ') : `${detectors.slice(0, NAMED).join(', ')} and ${detectors.length - NAMED} more`;
}
