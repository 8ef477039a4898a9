/** Colours of outlines, one a unit: bright on a mammogram, and apart for every kind of colour vision (Okabe and Ito, the bright ones). */
const COLORS: readonly (readonly [number, number, number])[] = [
  [240, 228, 66],
  [86, 180, 233],
  [230, 159, 0],
  [0, 220, 160],
  [255, 150, 210],
  [255, 255, 255],
  [255, 110, 60],
];

export const unitRgb = (unit: number): readonly [number, number, number] => COLORS[unit % COLORS.length];
export const unitColor = (unit: number): string => `rgb(${unitRgb(unit).join(' ')})`;
