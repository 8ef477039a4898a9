/** Where readers were right: by the kind of finding, and by whether the network was right. */
import type { StudyFigures } from '../../../src/protocol/study';
import { sentenceCase } from '../wording';
import { LaneTable } from './laneTable';
import { SHARE_AXIS, shareCells } from './shareLane';

export function GroupsFigure({ figures: { byFindingType, byNetwork } }: { figures: StudyFigures }) {
  const groups = [
    ...(byFindingType.length > 0
      ? [
          {
            title: 'Kind of finding',
            rows: byFindingType.map(({ type, accuracy }) => ({ key: type, name: sentenceCase(type), ...shareCells(accuracy) })),
          },
        ]
      : []),
    ...(byNetwork
      ? [
          {
            title: 'Network',
            rows: [
              { key: 'right', name: 'Was right', ...shareCells(byNetwork.right) },
              { key: 'wrong', name: 'Was wrong', ...shareCells(byNetwork.wrong) },
            ],
          },
        ]
      : []),
  ];
  if (groups.length === 0) return <p class="dm-quiet">The key tells neither kinds of findings nor what the network decided.</p>;
  return (
    <>
      <LaneTable label="Right, by what was there" head="Right" axis={SHARE_AXIS} groups={groups} />
      <p class="dm-quiet">
        {byFindingType.length > 1 ? 'A case with findings of several kinds counts in each. ' : ''}
        {byNetwork ? 'Words explain what the network decided: where it was wrong, they can mislead.' : ''}
      </p>
    </>
  );
}
