/** A share with its exact interval as a dot and whiskers on an axis from 0 to 100 %, guessing dashed. */
import type { ShareWithInterval } from '../../../src/protocol/study';
import { intervalWords, wholePercent } from '../../../src/protocol/studyWords';
import { DotLane } from '../lane';
import type { LaneRow } from './laneTable';

export const SHARE_AXIS = ['0', '50', '100 %'] as const;

/** The cells of a share's row; without one, why. */
export function shareCells(share: ShareWithInterval): Pick<LaneRow, 'lane' | 'value' | 'interval' | 'note'> {
  if (share.share === null) return { lane: null, value: '–', note: 'none' };
  return {
    lane: <DotLane dot={share.share} low={share.low ?? undefined} high={share.high ?? undefined} reference={0.5} />,
    value: wholePercent(share.share),
    interval: intervalWords(share),
    note: `${share.right}/${share.of}`,
  };
}
