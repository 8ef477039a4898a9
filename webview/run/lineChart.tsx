/** One figure by epoch as lines: a run a colour, the training part dashed, the epoch that is read marked on every line. */
import { useId } from 'preact/hooks';
import { type Chart, epochTicks, type Line, pointRead, type Range, type Reading, rangeOf, shareOf } from './curves';
import { COLOURS, figure, letterOf, tick } from './words';

const WIDTH = 420;
const HEIGHT = 210;
const LEFT = 50;
const RIGHT = 20;
const TOP = 10;
const BOTTOM = 26;
/** More epochs than this have no dot each. */
const MOST_DOTS = 40;

interface Props {
  chart: Chart;
  /** Names of the runs. */
  runs: readonly string[];
  /** Last epoch of the axis, and the one that is read. */
  last: number;
  epoch: number;
  reading: Reading;
  onEpoch(epoch: number): void;
}

export function LineChart({ chart, runs, last, epoch, reading, onEpoch }: Props) {
  const range = rangeOf(chart);
  const title = useId();
  const first = chart.lines.some((line) => line.steps) || last === 1 ? 0 : 1;
  const across = (e: number): number => LEFT + ((e - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const up = (value: number): number => TOP + (1 - shareOf(value, range, chart.log)) * (HEIGHT - TOP - BOTTOM);
  const follow = (event: PointerEvent & { currentTarget: Element }): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const at = first + ((x - LEFT) / (WIDTH - LEFT - RIGHT)) * (last - first);
    onEpoch(Math.min(last, Math.max(1, Math.round(at))));
  };
  const read = chart.lines.filter((line) => !line.steps);
  return (
    <section class="chart" aria-labelledby={title}>
      <h3 id={title}>
        {chart.title} {chart.note ? <span class="quiet">{chart.note}</span> : null}
      </h3>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={inWords(chart, read, runs)}
        onPointerMove={follow}
        onPointerDown={follow}
      >
        <Axes range={range} last={last} form={chart.form} across={across} up={up} />
        <path class="cursor" d={`M${across(epoch).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}`} />
        {chart.lines.map((line) => (
          <path key={`${line.run} ${line.part} ${line.steps}`} class={classOf(line)} d={pathOf(line, across, up)} />
        ))}
        {read.map((line) => (
          <Marks key={`${line.run} ${line.part}`} {...{ line, reading, across, up }} letter={runs.length > 1} />
        ))}
      </svg>
      <Values {...{ chart, runs, epoch, reading }} lines={read} />
    </section>
  );
}

interface Places {
  across(epoch: number): number;
  up(value: number): number;
}

function Axes({ range, last, form, across, up }: { range: Range; last: number; form: Chart['form'] } & Places) {
  return (
    <g class="axes">
      {range.ticks.map((value) => (
        <g key={value}>
          <path d={`M${LEFT} ${up(value).toFixed(1)}H${WIDTH - RIGHT}`} />
          <text x={LEFT - 6} y={up(value) + 4} text-anchor="end">
            {tick(value, form)}
          </text>
        </g>
      ))}
      {epochTicks(last).map((e) => (
        <text key={e} x={across(e)} y={HEIGHT - 8} text-anchor="middle">
          {e}
        </text>
      ))}
    </g>
  );
}

function Marks({ line, reading, across, up, letter }: { line: Line; reading: Reading; letter: boolean } & Places) {
  const { points, run, part, best } = line;
  const read = pointRead(line, reading);
  const bestPoint = best === undefined ? undefined : pointRead(line, best);
  const end = points.at(-1);
  return (
    <g class={`colour-${run % COLOURS}`}>
      {points.length <= MOST_DOTS
        ? points.map(([e, value]) => <circle key={e} class="dot" cx={across(e)} cy={up(value)} r={part === 'training' ? 1.4 : 2} />)
        : null}
      {bestPoint ? (
        <circle class="best" cx={across(bestPoint[0])} cy={up(bestPoint[1])} r="6">
          <title>{`Best hold-out part: epoch ${best}`}</title>
        </circle>
      ) : null}
      {read ? <circle class="read" cx={across(read[0])} cy={up(read[1])} r="4" /> : null}
      {letter && end && part !== 'training' ? (
        <text class="letter" x={across(end[0]) + 6} y={up(end[1]) + 4}>
          {letterOf(run)}
        </text>
      ) : null}
    </g>
  );
}

interface ValuesProps extends Pick<Props, 'chart' | 'runs' | 'epoch' | 'reading'> {
  lines: readonly Line[];
}

/** The values that are read: training and hold-out part of each run side by side, and of which epoch, where that is another. */
function Values({ chart, lines, runs, epoch, reading }: ValuesProps) {
  return (
    <ul class="values">
      {runs.map((name, run) => {
        const own = lines.filter((line) => line.run === run);
        const of = own.map((line) => pointRead(line, reading)?.[0]).find((e) => e !== undefined);
        return (
          <li key={name} class={`colour-${run % COLOURS}`}>
            {runs.length > 1 ? (
              <b class="tag" title={name}>
                {letterOf(run)}
              </b>
            ) : null}
            {own.map((line) => (
              <span key={line.part}>
                <i class={line.part === 'training' ? 'stroke dashed' : 'stroke'} />
                {line.part === 'run' ? null : <span class="quiet">{line.part} </span>}
                {figure(pointRead(line, reading)?.[1], chart.form)}
              </span>
            ))}
            {of !== undefined && of !== epoch ? <span class="quiet">epoch {of}</span> : null}
          </li>
        );
      })}
    </ul>
  );
}

function pathOf({ points }: Line, across: Places['across'], up: Places['up']): string {
  return points.length === 0 ? '' : `M${points.map(([e, value]) => `${across(e).toFixed(1)} ${up(value).toFixed(1)}`).join('L')}`;
}

const classOf = ({ run, part, steps }: Line): string =>
  `line colour-${run % COLOURS}${part === 'training' ? ' training' : ''}${steps ? ' steps' : ''}`;

/** `Loss by epoch: run-001 training 0.356, hold-out 0.220 after epoch 10.` */
function inWords({ title, form }: Chart, lines: readonly Line[], runs: readonly string[]): string {
  const told = runs.map((name, run) => {
    const own = lines.filter((line) => line.run === run && line.points.length > 0);
    if (own.length === 0) return `${name} has no epoch yet`;
    const values = own.map(({ part, points }) => `${part === 'run' ? '' : `${part} `}${figure(points.at(-1)![1], form)}`);
    return `${name} ${values.join(', ')} after epoch ${own[0].points.at(-1)![0]}`;
  });
  return `${title} by epoch: ${told.join('; ')}.`;
}
