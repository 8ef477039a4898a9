/** concepts.csv: IoU of every probed unit with every concept. */
import type { ConceptReport } from '../protocol/concepts';

/** A row a unit, a column a concept, in the report's order; lines end as RFC 4180 wants them. */
export function conceptTable({ units, concepts }: Pick<ConceptReport, 'units' | 'concepts'>): string {
  const names = concepts.map(({ concept }) => concept);
  const rows = Object.entries(units).map(([unit, found]) => {
    const ious = new Map(found.map(({ concept, iou }) => [concept, iou]));
    return [unit, ...names.map((name) => ious.get(name)!.toFixed(6))];
  });
  return [['unit', ...names], ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
