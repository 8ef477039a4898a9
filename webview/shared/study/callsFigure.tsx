/** What was called what: confusion, sensitivity and specificity of the chosen figures. */
import type { StudyFigures } from '../../../src/protocol/study';
import { CountMatrix } from '../evaluation/countMatrix';
import { LaneTable } from './laneTable';
import { SHARE_AXIS, shareCells } from './shareLane';

export function CallsFigure({ figures: { confusion, sensitivity, specificity } }: { figures: StudyFigures }) {
  const rows = [
    { key: 'sensitivity', name: 'Sensitivity', ...shareCells(sensitivity) },
    { key: 'specificity', name: 'Specificity', ...shareCells(specificity) },
  ];
  return (
    <>
      <CountMatrix
        corner="Truly"
        columns={['Called malignant', 'Called benign']}
        rows={(['malignant', 'benign'] as const).map((truth) => ({
          name: truth === 'malignant' ? 'Malignant' : 'Benign',
          counts: [confusion[truth].malignant, confusion[truth].benign],
        }))}
      />
      <LaneTable label="Sensitivity and specificity" head="Right" axis={SHARE_AXIS} groups={[{ rows }]} />
    </>
  );
}
