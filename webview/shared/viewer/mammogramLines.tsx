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
  /** Of a patch. */
  square?: Square;
  field?: Rectangle;
  outlines: boolean;
}

export function MammogramLines({ view, sight, square, field, outlines }: Props) {
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
      {square
        ? ['patch-outline-under', 'patch-outline'].map((line) => (
            <rect key={line} class={line} x={square.x} y={square.y} width={square.size} height={square.size} />
          ))
        : null}
      {field ? <rect class="field-outline" {...field} /> : null}
    </svg>
  );
}
