/** Lines over the mammogram, in view pixels: the patch in red, the true outlines, the receptive field; equally thin however near one looks. */
import type { ViewCard } from '../../../src/protocol/mining';
import { polygonPath } from '../wording';
import { type Sight, viewBoxOf } from './sight';

export interface Square {
  x: number;
  y: number;
  size: number;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Props {
  view: ViewCard;
  sight: Sight;
  square: Square;
  field?: Rectangle;
  outlines: boolean;
}

export function MammogramLines({ view, sight, square, field, outlines }: Props) {
  const { x, y, size } = square;
  return (
    <svg viewBox={viewBoxOf(sight, view)} preserveAspectRatio="none" aria-hidden="true">
      {outlines
        ? view.outlines.map((outline) => (
            <path
              key={outline.points.join()}
              transform="translate(0.5 0.5)"
              class={`true-outline outline-${outline.className}`}
              d={polygonPath(outline.points)}
            />
          ))
        : null}
      <rect class="patch-outline-under" x={x} y={y} width={size} height={size} />
      <rect class="patch-outline" x={x} y={y} width={size} height={size} />
      {field ? <rect class="field-outline" {...field} /> : null}
    </svg>
  );
}
