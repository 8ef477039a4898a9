/** The grey window that a file asks for, brought back to stored values. Source: PS3.3, C.11.1 (modality) and C.11.2 (values of interest). */
import type { DataSet } from 'dicom-parser';
import type { Frame } from '../frame';
import type { PixelLayout } from './layout';
import { decimals, text } from './values';

/**
 * Which stored values are black-most and white-most, and which end is white. Of several windows the first is taken. LINEAR is exact (C.11.2.1.2); a
 * SIGMOID is taken as the line that has its middle and its steepest slope, which is LINEAR_EXACT's. A table in a window's place (VOI LUT Sequence) states
 * no window: the values then speak for themselves.
 */
export function greyWindow(dataSet: DataSet, { stored, signed, lowIsWhite }: PixelLayout): Pick<Frame, 'white' | 'window'> {
  const { slope, intercept } = rescale(dataSet);
  const white = lowIsWhite !== slope < 0 ? 'low' : undefined;
  const ends = windowEnds(dataSet);
  if (!ends) return white ? { white } : {};
  const offset = signed ? 2 ** (stored - 1) : 0;
  const [a, b] = ends.map((value) => (value - intercept) / slope + offset);
  return { ...(white ? { white } : {}), window: a < b ? [a, b] : [b, a] };
}

/** Modality values = slope x stored + intercept; a slope of 0 or none is 1. */
function rescale(dataSet: DataSet): { slope: number; intercept: number } {
  return { slope: decimals(dataSet, 'x00281053')[0] || 1, intercept: decimals(dataSet, 'x00281052')[0] ?? 0 };
}

/** Modality values at and below which black, and above which white is shown. */
function windowEnds(dataSet: DataSet): [number, number] | undefined {
  const centre = decimals(dataSet, 'x00281050')[0];
  const width = decimals(dataSet, 'x00281051')[0];
  if (centre === undefined || width === undefined) return undefined;
  const form = text(dataSet, 'x00281056') ?? 'LINEAR';
  if (form === 'LINEAR') return width >= 1 ? [centre - 0.5 - (width - 1) / 2, centre - 0.5 + (width - 1) / 2] : undefined;
  return width > 0 ? [centre - width / 2, centre + width / 2] : undefined;
}
