/** What a DICOM header tells of the view beside its pixels. Source: PS3.3, C.8.11.7 (mammography image) and C.7.1; PS3.16, CID 4014. */
import type { DataSet } from 'dicom-parser';
import type { DicomFacts } from '../frame';
import { identifiers } from './identifiers';
import { decimals, items, text, texts } from './values';

/** Views by code, as SNOMED CT and the SNOMED RT codes before it have them. */
const VIEWS = new Map(
  Object.entries({
    '399162004': 'CC',
    'R-10242': 'CC',
    '399368009': 'MLO',
    'R-10226': 'MLO',
    '399260004': 'ML',
    'R-10224': 'ML',
    '399352003': 'LM',
    'R-10228': 'LM',
    '399099002': 'LMO',
    'R-10230': 'LMO',
    '399196006': 'FB',
    'R-10244': 'FB',
    '399188001': 'SIO',
    'R-102D0': 'SIO',
    '441555000': 'ISO',
    'R-40AAA': 'ISO',
    '399192008': 'XCCL',
    'R-1024A': 'XCCL',
    '399101009': 'XCCM',
    'R-1024B': 'XCCM',
  }),
);

export function dicomFacts(dataSet: DataSet): DicomFacts {
  const removed = text(dataSet, 'x00120062');
  return {
    laterality: laterality(dataSet),
    viewPosition: text(dataSet, 'x00185101') ?? codedView(dataSet),
    modality: text(dataSet, 'x00080060'),
    age: age(dataSet),
    identifiers: identifiers(dataSet),
    ...(removed === 'YES' || removed === 'NO' ? { identityRemoved: removed === 'YES' } : {}),
  };
}

/** ImageLaterality, else Laterality of the series; both breasts on one image are neither. */
function laterality(dataSet: DataSet): DicomFacts['laterality'] {
  const side = text(dataSet, 'x00200062') ?? text(dataSet, 'x00200060');
  return side === 'L' ? 'LEFT' : side === 'R' ? 'RIGHT' : undefined;
}

function codedView(dataSet: DataSet): string | undefined {
  for (const item of items(dataSet, 'x00540220')) {
    const view = VIEWS.get(text(item, 'x00080100') ?? '');
    if (view) return view;
  }
  return undefined;
}

/** Whole years: PatientAge (062Y, 018M), else from birth to study. */
function age(dataSet: DataSet): number | undefined {
  const [, count, unit] = /^(\d{1,3})([YMWD])$/.exec(text(dataSet, 'x00101010') ?? '') ?? [];
  if (count) return Math.floor(Number(count) / { Y: 1, M: 12, W: 52.18, D: 365.25 }[unit as 'Y' | 'M' | 'W' | 'D']);
  const [born, studied] = ['x00100030', 'x00080020'].map((tag) => /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text(dataSet, tag) ?? ''));
  if (!born || !studied) return undefined;
  const years = Number(studied[1]) - Number(born[1]) - (studied[2] + studied[3] < born[2] + born[3] ? 1 : 0);
  return years >= 0 && years <= 130 ? years : undefined;
}

/**
 * Side of a pixel: at the detector (ImagerPixelSpacing), else as calibrated (PixelSpacing), else as scanned from film (NominalScannedPixelSpacing).
 * Undefined where none is given, or pixels are not square.
 */
export function pixelMicrons(dataSet: DataSet): number | undefined {
  for (const tag of ['x00181164', 'x00280030', 'x00182010']) {
    if (texts(dataSet, tag).length === 0) continue;
    const [rows, columns = rows] = decimals(dataSet, tag);
    if (!(rows > 0 && columns > 0)) continue;
    if (Math.abs(rows - columns) > 0.01 * rows) return undefined;
    // Hundredths of a micron: millimetres are written with a few decimals.
    return Math.round(rows * 1e5) / 100;
  }
  return undefined;
}
