/** Regions that radiologists drew in OsiriX, as INbreast's property lists have them: what each one is, and where. */
import { type PlistValue, parse } from 'plist';
import type { Lesion, Outline } from '../../protocol/finding';
import { type Problem, ProblemError } from '../../protocol/problem';
import { LEST_NORMAL, oddity, omission } from '../fault';

export interface Roi {
  /** As the file has it. */
  name: string;
  outline: Outline;
  lesion: Lesion;
}

/** No lesion: anatomy that was outlined for other purposes. */
const ANATOMY = new Set(['pectoral muscle', 'pectoralis muscle', 'nipple', 'breast']);

/** Names in lower case, with the spellings that occur. */
const LESIONS: Readonly<Record<string, Lesion>> = {
  mass: { kind: 'mass' },
  masses: { kind: 'mass' },
  'spiculated region': { kind: 'mass', margins: ['SPICULATED'] },
  'espiculated region': { kind: 'mass', margins: ['SPICULATED'] },
  asymmetry: { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
  assymetry: { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
  asimmetry: { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
  assymmetry: { kind: 'mass', shape: ['ASYMMETRIC_BREAST_TISSUE'] },
  distortion: { kind: 'mass', shape: ['ARCHITECTURAL_DISTORTION'] },
  calcification: { kind: 'calcification' },
  calcifications: { kind: 'calcification' },
  cluster: { kind: 'calcification', distribution: ['CLUSTERED'] },
  clusters: { kind: 'calcification', distribution: ['CLUSTERED'] },
};

/** A region without a name of its own: a click is a calcification. */
const UNNAMED = /^(unnamed|point \d+|)$/;

/**
 * The lesions drawn in `Images[0].ROIs[]`; anatomy is passed over. Regions of an unknown name are of the kind `other`, each name told once. A region whose
 * points cannot be read is an error: something is there, and nobody knows where. Throws ProblemError `inbreast.xml` for what is no property list.
 */
export function parseRois(xml: string, file: string): { rois: Roi[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const rois: Roi[] = [];
  const unknown = new Set<string>();
  for (const entry of entriesOf(xml, file)) {
    const name = textOf(entry.Name).trim();
    const key = name.toLowerCase().replace(/[\s_]+/g, ' ');
    if (ANATOMY.has(key)) continue;
    const points = Array.isArray(entry.Point_px) ? entry.Point_px.map(parsePoint) : [];
    const broken = points.indexOf(undefined);
    if (points.length === 0 || broken >= 0) {
      const found = points.length === 0 ? 'no points' : `the point "${textOf((entry.Point_px as PlistValue[])[broken])}"`;
      problems.push(
        omission('inbreast.roi.points', file, `${found} of the region "${name}"`, 'points such as "(120.5, 340.2)"', LEST_NORMAL),
      );
      continue;
    }
    const said = Number(entry.NumberOfPoints ?? points.length);
    if (said !== points.length) {
      const found = `${points.length} points of the region "${name}"`;
      problems.push(oddity('inbreast.roi.count', file, found, `${said} as its NumberOfPoints says`, 'The points that are there are used.'));
    }
    const click = UNNAMED.test(key) && points.length <= 2;
    const lesion = click ? LESIONS.calcification : Object.hasOwn(LESIONS, key) ? LESIONS[key] : undefined;
    if (!lesion) unknown.add(name);
    rois.push({ name, outline: points.flatMap((point) => point!), lesion: structuredClone(lesion ?? { kind: 'other' }) });
  }
  for (const name of unknown) {
    const expected = 'Mass, Calcification, Cluster, Spiculated Region, Asymmetry, Distortion or Pectoral Muscle';
    problems.push(oddity('inbreast.roi.name', file, `a region called "${name}"`, expected, 'It counts as a finding of another kind.'));
  }
  return { rois, problems };
}

type Entry = Record<string, PlistValue>;

function entriesOf(xml: string, file: string): Entry[] {
  const fail = (found: string) =>
    new ProblemError({
      code: 'inbreast.xml',
      file,
      found,
      expected: "a property list of OsiriX with the view's regions in Images",
      remedy: LEST_NORMAL,
    });
  let list: PlistValue;
  try {
    list = parse(xml);
  } catch (error) {
    throw fail(`text that is no property list (${(error as Error).message.split('\n')[0]})`);
  }
  const images = isEntry(list) ? list.Images : undefined;
  if (!Array.isArray(images)) throw fail('a property list without Images');
  const entries = images.flatMap((image) => (isEntry(image) && Array.isArray(image.ROIs) ? image.ROIs : []));
  if (!entries.every(isEntry)) throw fail('a region that is no dictionary');
  return entries;
}

const isEntry = (value: PlistValue | undefined): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);

const textOf = (value: PlistValue | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const NUMBER = '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?';
const POINT = new RegExp(`^\\s*[({]?\\s*(${NUMBER})\\s*,\\s*(${NUMBER})\\s*[)}]?\\s*$`, 'i');

/** `(120.5, 340.2)`. */
export function parsePoint(value: PlistValue): [number, number] | undefined {
  const match = typeof value === 'string' ? POINT.exec(value) : null;
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}
