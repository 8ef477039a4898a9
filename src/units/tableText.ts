/** The table of units in words, for a notebook without HTML. */
import type { UnitTableRow } from '../protocol/units';

export function unitTableText(rows: readonly UnitTableRow[]): string {
  return rows
    .map(({ unit, categories, annotations, concept }) => {
      const said = [...new Set(annotations.map(({ words, association }) => `${words} (${association})`))].join('; ') || 'not annotated';
      return `${unit}  ${categories.join(', ') || '-'}  ${said}${concept ? `  measured: ${concept.concept} ${concept.iou.toFixed(2)}` : ''}`;
    })
    .join('\n');
}
