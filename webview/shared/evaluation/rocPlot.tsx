/** The ROC curve of a class with its band, the other classes' curves behind it, and the operating point under the pointer. */
import { useState } from 'preact/hooks';
import type { ClassEvaluation, LevelEvaluation } from '../../../src/protocol/evaluation';
import { across, PlotFrame, pathOf, place, up } from './plotFrame';
import { area, bounds, nearestIndex, type OperatingPoint, operatingPoint, percents, youdenIndex } from './words';

interface Props {
  evaluated: ClassEvaluation;
  className: string;
  classes: LevelEvaluation['classes'];
}

export function RocPlot({ evaluated, className, classes }: Props) {
  const { roc, band, auc, interval } = evaluated;
  const best = youdenIndex(roc);
  const [chosen, setChosen] = useState(best);
  const index = Math.min(chosen, roc.fpr.length - 1);
  const point = operatingPoint(evaluated, index);
  const others = Object.entries(classes).flatMap(([name, c]) => (name === className || 'missing' in c ? [] : [{ name, c }]));
  return (
    <>
      <PlotFrame
        words={`ROC curve of ${className}: area ${area(auc)}${interval ? `, 95 % interval ${bounds(interval)}` : ''}.`}
        xName="1 − specificity"
        yName="Sensitivity"
        onPlace={(x, y) => setChosen(nearestIndex(roc, x, y))}
      >
        {others.map(({ name, c }) => (
          <path key={name} class="dm-curve-other" d={pathOf(c.roc.fpr, c.roc.tpr)}>
            <title>{`${name}: AUC ${area(c.auc)}`}</title>
          </path>
        ))}
        {band ? <path class="dm-band" d={bandPath(band)} /> : null}
        <path class="dm-curve" d={pathOf(roc.fpr, roc.tpr)} />
        <path class="dm-cross" d={`M${place(0, point.sensitivity)}H${across(1 - point.specificity)}V${up(0)}`} />
        <circle class="dm-point" cx={across(1 - point.specificity)} cy={up(point.sensitivity)} r="5" />
      </PlotFrame>
      <label class="dm-slider">
        <span>Operating point</span>
        <input
          type="range"
          min="0"
          max={roc.fpr.length - 1}
          value={index}
          aria-valuetext={inWords(point)}
          onInput={(event) => setChosen(Number(event.currentTarget.value))}
        />
      </label>
      <Readout point={point} evaluated={evaluated} />
      <p class="dm-quiet">
        {point.band ? `95 % of the sensitivity at this specificity: ${percents(point.band.low)} to ${percents(point.band.high)}. ` : ''}
        {index === best ? 'Here sensitivity and specificity together are largest. ' : ''}
        {others.length > 0 ? `Grey: ${others.map(({ name }) => name).join(', ')}.` : ''}
      </p>
    </>
  );
}

function Readout({ point, evaluated }: { point: OperatingPoint; evaluated: ClassEvaluation }) {
  return (
    <dl class="dm-readouts">
      <div>
        <dt>Threshold</dt>
        <dd>{point.threshold === undefined ? 'above all' : point.threshold.toPrecision(3)}</dd>
      </div>
      <div>
        <dt>Sensitivity</dt>
        <dd>
          {percents(point.sensitivity)}{' '}
          <span class="dm-quiet">
            {point.truePositives} of {evaluated.positives}
          </span>
        </dd>
      </div>
      <div>
        <dt>Specificity</dt>
        <dd>
          {percents(point.specificity)}{' '}
          <span class="dm-quiet">
            {point.trueNegatives} of {evaluated.negatives}
          </span>
        </dd>
      </div>
    </dl>
  );
}

function bandPath({ low, high }: { low: number[]; high: number[] }): string {
  const at = (i: number) => i / (low.length - 1);
  const back = high.map((y, i) => place(at(i), y)).reverse();
  return `M${[...low.map((y, i) => place(at(i), y)), ...back].join('L')}Z`;
}

function inWords(point: OperatingPoint): string {
  const threshold = point.threshold === undefined ? 'above all scores' : point.threshold.toPrecision(3);
  return `threshold ${threshold}, sensitivity ${percents(point.sensitivity)}, specificity ${percents(point.specificity)}`;
}
