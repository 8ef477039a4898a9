/** Seconds that readers took a case, pauses not counted. */
import type { StudyCondition, StudyFigures } from '../../../src/protocol/study';
import { CONDITION_NAMES } from '../../../src/protocol/studyWords';
import { BarLane } from '../lane';
import { LaneTable } from './laneTable';

export function TimeFigure({ figures, conditions }: { figures: readonly StudyFigures[]; conditions: readonly StudyCondition[] }) {
  const longest = Math.max(...figures.map((f) => f.medianSeconds ?? 0), Number.MIN_VALUE);
  const groups = conditions.map((condition) => ({
    title: conditions.length > 1 ? CONDITION_NAMES[condition] : undefined,
    rows: figures
      .filter((f) => f.condition === condition)
      .map(({ reader, medianSeconds, timed }) => ({
        key: String(reader),
        name: reader ?? 'All readers',
        strong: reader === null,
        lane: medianSeconds === null ? null : <BarLane share={medianSeconds / longest} />,
        value: medianSeconds === null ? '–' : `${medianSeconds < 10 ? medianSeconds.toFixed(1) : medianSeconds.toFixed(0)} s`,
        interval: medianSeconds === null ? 'not timed' : `of ${timed}`,
      })),
  }));
  return <LaneTable label="Median time a case" head="Median" groups={groups} />;
}
