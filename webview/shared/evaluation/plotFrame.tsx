/** A square plot of two shares: grid, ticks and axis names; its children draw in shares by `place`. */
import type { ComponentChildren } from 'preact';

export const SIDE = 280;
const LEFT = 46;
const TOP = 8;
const BOTTOM = 44;
export const WIDTH = LEFT + SIDE + 10;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** A share's place in the picture. */
export const across = (x: number): number => LEFT + x * SIDE;
export const up = (y: number): number => TOP + (1 - y) * SIDE;
export const place = (x: number, y: number): string => `${across(x).toFixed(2)} ${up(y).toFixed(2)}`;
export const pathOf = (x: readonly number[], y: readonly number[]): string => `M${x.map((v, i) => place(v, y[i])).join('L')}`;

interface Props {
  /** What the picture says, for those who do not see it. */
  words: string;
  xName: string;
  yName: string;
  /** Room beneath the plot. */
  beneath?: number;
  onPlace?(x: number, y: number): void;
  children: ComponentChildren;
}

export function PlotFrame({ words, xName, yName, beneath = 0, onPlace, children }: Props) {
  const height = TOP + SIDE + BOTTOM + beneath;
  const follow = (event: PointerEvent & { currentTarget: Element }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const y = ((event.clientY - box.top) / box.height) * height;
    onPlace?.((x - LEFT) / SIDE, 1 - (y - TOP) / SIDE);
  };
  return (
    <svg
      class="dm-plot"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={words}
      onPointerMove={onPlace && follow}
      onPointerDown={onPlace && follow}
    >
      {TICKS.map((t) => (
        <g key={t}>
          <path class="dm-grid" d={`M${across(t)} ${TOP}v${SIDE}M${LEFT} ${up(t)}h${SIDE}`} />
          <text x={across(t)} y={TOP + SIDE + 16} text-anchor="middle">
            {t}
          </text>
          <text x={LEFT - 6} y={up(t) + 4} text-anchor="end">
            {t}
          </text>
        </g>
      ))}
      <text x={across(0.5)} y={TOP + SIDE + 36} text-anchor="middle">
        {xName}
      </text>
      <text x={12} y={up(0.5)} text-anchor="middle" transform={`rotate(-90 12 ${up(0.5)})`}>
        {yName}
      </text>
      <path class="dm-chance" d={`M${place(0, 0)}L${place(1, 1)}`} />
      {children}
    </svg>
  );
}
