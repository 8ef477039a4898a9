/** Side and projection in the words of tables, file names and DICOM, and what a view is called by them. */
import type { Laterality, Projection } from './model';

/** `L`, `LEFT`, `left` and such. */
export function parseLaterality(text: string): Laterality | undefined {
  const word = text.trim().toUpperCase();
  return word === 'L' || word === 'LEFT' ? 'LEFT' : word === 'R' || word === 'RIGHT' ? 'RIGHT' : undefined;
}

/** CC and MLO; every other projection is undefined. */
export function parseProjection(text: string): Projection | undefined {
  const word = text.trim().toUpperCase();
  return word === 'CC' || word === 'MLO' ? word : undefined;
}

/** Name of a view within its case: `LEFT_CC`, `RIGHT_XCCL`; `VIEW` for what is not known. Only letters, digits and `_`. */
export function viewName(laterality: Laterality | undefined, projection: string): string {
  const word = projection.toUpperCase().replace(/[^A-Z0-9]+/g, '');
  return [laterality, word].filter((part) => part).join('_') || 'VIEW';
}

/** Names in their order, each once: the second of a name gets `_2`. */
export function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
