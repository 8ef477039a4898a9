/** The finding categories of VinDr-Mammo, in DDSM's words where those have one. */
import type { Lesion } from '../../protocol/finding';

/** `undefined` stands for a view without a finding. */
const lesions: Readonly<Record<string, Lesion | undefined>> = {
  'no finding': undefined,
  mass: { kind: 'mass' },
  'suspicious calcification': { kind: 'calcification' },
  asymmetry: { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
  'global asymmetry': { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
  'focal asymmetry': { kind: 'mass', shape: ['FOCAL_ASYMMETRIC_DENSITY'] },
  'architectural distortion': { kind: 'mass', shape: ['ARCHITECTURAL_DISTORTION'] },
  'suspicious lymph node': { kind: 'mass', shape: ['LYMPH_NODE'] },
  'skin thickening': { kind: 'other' },
  'skin retraction': { kind: 'other' },
  'nipple retraction': { kind: 'other' },
};

/** Categories of a cell such as `['Mass', 'Skin Thickening']`: a Python list, or one bare word or several between commas. */
export function parseCategories(cell: string): string[] {
  const inside = cell.trim().replace(/^\[|\]$/g, '');
  const quoted = [...inside.matchAll(/'([^']*)'|"([^"]*)"/g)].map((m) => m[1] ?? m[2]);
  const words = quoted.length > 0 ? quoted : inside.split(',');
  return words.map((word) => word.trim()).filter((word) => word !== '');
}

/** The lesions that categories name, each once; none for `No Finding` alone. A category outside the list is of the kind `other` and told to `odd`. */
export function lesionsOf(categories: readonly string[], odd: (category: string) => void): Lesion[] {
  const found = new Map<string, Lesion>();
  for (const category of categories) {
    const name = category.toLowerCase().replace(/[\s_]+/g, ' ');
    if (!Object.hasOwn(lesions, name)) odd(category);
    const lesion = Object.hasOwn(lesions, name) ? lesions[name] : { kind: 'other' as const };
    if (lesion) found.set(JSON.stringify(lesion), structuredClone(lesion));
  }
  return [...found.values()];
}
