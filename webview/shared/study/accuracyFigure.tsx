/** How many every reader had right, and all together: a forest plot with the line of guessing. */
import type { StudyCondition, StudyFigures } from '../../../src/protocol/study';
import { CONDITION_NAMES, pWords } from '../../../src/protocol/studyWords';
import { LaneTable } from './laneTable';
import { SHARE_AXIS, shareCells } from './shareLane';

interface Props {
  figures: readonly StudyFigures[];
  conditions: readonly StudyCondition[];
  chosen: StudyFigures;
}

export function AccuracyFigure({ figures, conditions, chosen }: Props) {
  const groups = conditions.map((condition) => ({
    title: conditions.length > 1 ? CONDITION_NAMES[condition] : undefined,
    rows: figures
      .filter((f) => f.condition === condition)
      .map((f) => ({
        key: String(f.reader),
        name: f.reader ?? 'All readers',
        strong: f.reader === null,
        chosen: f === chosen && figures.length > 1,
        ...shareCells(f.accuracy),
        ...(f.answered === 0 && { note: 'nothing read' }),
        extra: f.p === null ? '' : pWords(f.p).replace(/^p = /, '').replace(/^p /, ''),
      })),
  }));
  return (
    <>
      <LaneTable label="Right, by reader" head="Right" extraHead="p" axis={SHARE_AXIS} groups={groups} />
      <p class="dm-quiet">
        Dashed: guessing. 95 % intervals by Clopper and Pearson; p: exact one-sided binomial test of as many right by guessing.
      </p>
    </>
  );
}
