/** What outlives a reload of the page: drafts that are not safe yet, of one expert on one mining result, and where the page was. */
import type { KeptDraft } from '../../src/protocol/annotation';
import type { SurveyMode, SurveyState } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import type { UnitOrder } from './order';
import { currentUnit, isDirty, type Session, type UnitWork } from './session';

export interface Keepsake {
  expert: string;
  mining: string;
  mode: SurveyMode;
  unit?: UnitId;
  order: UnitOrder;
  work: Record<UnitId, KeptDraft>;
  /** How whoever serves the page finds the survey again. */
  restore?: unknown;
}

export function keepsakeOf(session: Session): Keepsake | undefined {
  if (!session.survey) return undefined;
  const { expert, mining, mode, restore } = session.survey;
  return { expert, mining, mode, restore, order: session.order, unit: currentUnit(session), work: unsafeDrafts(session) };
}

/** The drafts that no acknowledged answer holds, by unit. */
export function unsafeDrafts(session: Session): Record<UnitId, KeptDraft> {
  const drafts: Record<UnitId, KeptDraft> = {};
  for (const { unit } of session.units) {
    const work = session.work[unit];
    if (work && isDirty(work)) drafts[unit] = kept(work);
  }
  return drafts;
}

/** The keepsake, where it is of this survey; one kept by another version of the page is left alone. */
export function fitting(keepsake: Keepsake | undefined, survey: SurveyState): Keepsake | undefined {
  const same = keepsake?.expert === survey.expert && keepsake.mining === survey.mining && keepsake.mode === survey.mode;
  return same ? keepsake : undefined;
}

function kept({ draft, seconds, revision, request, failure }: UnitWork): KeptDraft {
  return { draft, seconds, revision, submitted: request !== undefined || failure !== undefined };
}
