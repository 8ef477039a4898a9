/** Where something lies in a picture, in words: thirds of its width and height. */

/** `in the middle`, `at the upper left`, … for a point of a `width` x `height` picture. */
export function placeInWords(x: number, y: number, width: number, height: number): string {
  const third = (at: number, all: number) => Math.min(2, Math.max(0, Math.floor((at / all) * 3)));
  const column = third(x, width);
  const row = third(y, height);
  if (column === 1 && row === 1) return 'in the middle';
  if (column === 1) return row === 0 ? 'at the top' : 'at the bottom';
  return `at the ${[['upper', '', 'lower'][row], column === 0 ? 'left' : 'right'].filter(Boolean).join(' ')}`;
}
