/** How pages spell the domain's words, numbers and places. */
import type { Association, BiradsCategory, Confidence } from '../../src/protocol/annotation';
import type { ViewCard } from '../../src/protocol/mining';

export const ASSOCIATIONS: readonly { value: Association; text: string }[] = [
  { value: 'benign', text: 'Benign' },
  { value: 'malignant', text: 'Malignant' },
  { value: 'normal', text: 'Normal tissue' },
  { value: 'unsure', text: 'Unsure' },
];

export const CONFIDENCES: readonly { value: Confidence; text: string }[] = [
  { value: 'low', text: 'Low' },
  { value: 'medium', text: 'Medium' },
  { value: 'high', text: 'High' },
];

export const CATEGORIES: Record<BiradsCategory, string> = {
  mass: 'Mass',
  calcification: 'Calcification',
  other: 'Other',
  'normal tissue': 'Normal tissue',
};

/** `ILL_DEFINED` reads `ill defined`. */
export function plainTerm(term: string): string {
  return term.replaceAll('_', ' ').toLowerCase();
}

/** First letter upper case. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Left MLO`; of an image without side or projection its own name. */
export function viewName({ viewId, laterality, projection }: Pick<ViewCard, 'viewId' | 'laterality' | 'projection'>): string {
  if (!laterality || !projection) return viewId.slice(viewId.lastIndexOf('.') + 1);
  return `${sentenceCase(laterality.toLowerCase())} ${projection}`;
}

/** Three significant figures, without an exponent where it can be read: 4.20, 0.0371, 1240. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000) return value.toFixed(0);
  if (size < 0.001) return value.toExponential(1);
  return value.toPrecision(3);
}

/** With its sign, a true minus, and two decimals so that a column of them lines up: +1.20, −0.44. */
export function signedNumber(value: number): string {
  const size = Math.abs(value);
  const text = size === 0 || size >= 0.01 ? size.toFixed(2) : shortNumber(size);
  return value < 0 ? `−${text}` : `+${text}`;
}

/** 0.873 reads `87 %`; small and near-certain values are not rounded to 0 and 100. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 1) return '< 1 %';
  if (value > 99 && value < 100) return '> 99 %';
  return `${Math.round(value)} %`;
}

/** The same of a softmax, which is never quite 0 or 1, though its last digits may be lost. */
export function chance(probability: number): string {
  return percent(Math.min(Math.max(probability, 1e-9), 1 - 1e-9));
}

/** Closed polygon x0, y0, x1, y1, … as an SVG path; empty for fewer than two points. */
export function polygonPath(points: readonly number[]): string {
  if (points.length < 4) return '';
  let path = '';
  for (let i = 0; i + 1 < points.length; i += 2) path += `${i === 0 ? 'M' : 'L'}${points[i]} ${points[i + 1]}`;
  return `${path}Z`;
}
