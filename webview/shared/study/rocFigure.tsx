/** ROC curves from call and confidence: the chosen reader's before those of the others, areas with their intervals beneath. */
import type { StudyFigures } from '../../../src/protocol/study';
import { CONDITION_NAMES } from '../../../src/protocol/studyWords';
import { PlotFrame, pathOf } from '../evaluation/plotFrame';
import { area, bounds } from '../evaluation/words';
import { DotLane } from '../lane';
import { LaneTable } from './laneTable';

interface Props {
  /** Under one condition. */
  figures: readonly StudyFigures[];
  chosen: StudyFigures;
  /** The chosen reader's under the other condition. */
  twin?: StudyFigures;
}

const nameOf = ({ reader }: StudyFigures): string => reader ?? 'All readers';

export function RocFigure({ figures, chosen, twin }: Props) {
  const drawn = figures.flatMap((f) => (f.roc ? [{ f, roc: f.roc }] : []));
  if (drawn.length === 0)
    return <p class="dm-quiet">No curve: confidences were not given, or fewer than two cases of a class were called.</p>;
  const words = drawn.map(({ f, roc }) => `${nameOf(f)} ${area(roc.auc)}, 95 % interval ${bounds(roc)}`).join('; ');
  return (
    <>
      <PlotFrame words={`ROC curves, areas: ${words}.`} xName="1 − specificity" yName="Sensitivity">
        {drawn.map(({ f, roc }) =>
          f === chosen ? null : (
            <path key={nameOf(f)} class="dm-curve-other" d={pathOf(roc.fpr, roc.tpr)}>
              <title>{`${nameOf(f)}: AUC ${area(roc.auc)}`}</title>
            </path>
          ),
        )}
        {twin?.roc ? <path class="dm-curve-twin" d={pathOf(twin.roc.fpr, twin.roc.tpr)} /> : null}
        {chosen.roc ? <path class="dm-curve" d={pathOf(chosen.roc.fpr, chosen.roc.tpr)} /> : null}
      </PlotFrame>
      <LaneTable
        label="Areas under the ROC curves"
        head="AUC"
        wide
        axis={['0', '0.5', '1']}
        groups={[
          {
            rows: drawn.map(({ f, roc }) => ({
              key: nameOf(f),
              name: nameOf(f),
              strong: f.reader === null,
              chosen: f === chosen && drawn.length > 1,
              lane: <DotLane dot={roc.auc} low={roc.low} high={roc.high} reference={0.5} />,
              value: area(roc.auc),
              interval: bounds(roc),
            })),
          },
        ]}
      />
      <p class="dm-quiet">
        From how sure a call of malignant or benign was. {chosen.roc ? `Thick: ${nameOf(chosen)}` : 'The chosen reader has no curve'}
        {twin?.roc ? `; dashed: the same, ${CONDITION_NAMES[twin.condition].toLowerCase()} (AUC ${area(twin.roc.auc)})` : ''}
        {drawn.length > 1 ? '; thin: the others' : ''}.
      </p>
    </>
  );
}
