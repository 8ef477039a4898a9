/** Window and level of a picture: which greys are spread from black to white, and how a drag and keys change them. */

/** In shares of the picture's whole range, black being 0 and white 1. */
export interface GreyWindow {
  /** How many greys are spread: narrower has more contrast. */
  width: number;
  /** The grey that becomes the middle one: higher is darker. */
  level: number;
}

/** Shows every grey as it is. */
export const WHOLE_RANGE: GreyWindow = { width: 1, level: 0.5 };

/** Narrower than five of 256 greys, a picture of 8 bits is nothing but steps. */
const LEAST_WIDTH = 0.02;
const MOST_WIDTH = 2;
/** A drag over 400 pixels runs through the whole range. */
const RANGE_PER_PIXEL = 1 / 400;

export const isWholeRange = ({ width, level }: GreyWindow): boolean => width === WHOLE_RANGE.width && level === WHOLE_RANGE.level;

/** Grey g is shown as slope x g + intercept, cut at 0 and 1: DICOM PS3.3, C.11.2.1.3.2, VOI LUT function LINEAR_EXACT. */
export function linearMap({ width, level }: GreyWindow): { slope: number; intercept: number } {
  return { slope: 1 / width, intercept: 0.5 - level / width };
}

/** After a drag by pixels of the screen: to the right widens the window, downwards raises its level. */
export function draggedWindow(from: GreyWindow, across: number, down: number): GreyWindow {
  return allowed({ width: from.width + across * RANGE_PER_PIXEL, level: from.level + down * RANGE_PER_PIXEL });
}

/** Its width times `factor`. */
export function widened(from: GreyWindow, factor: number): GreyWindow {
  return allowed({ ...from, width: from.width * factor });
}

/** Its level raised by `by`. */
export function raised(from: GreyWindow, by: number): GreyWindow {
  return allowed({ ...from, level: from.level + by });
}

function allowed({ width, level }: GreyWindow): GreyWindow {
  return { width: Math.min(Math.max(width, LEAST_WIDTH), MOST_WIDTH), level: Math.min(Math.max(level, 0), 1) };
}
