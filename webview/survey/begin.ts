/** The session as a survey opens: answers from the log, drafts from the disk and from before a reload, and the unit to go on with. */
import type { Answer, KeptDraft } from '../../src/protocol/annotation';
import type { SurveyState } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { draftOf } from './draft';
import { fitting, type Keepsake } from './keepsake';
import { ordered } from './order';
import { openSession, type Session } from './session';

export interface Beginning {
  session: Session;
  /** Units whose answers were handed in before a reload and may not have arrived. */
  handedIn: UnitId[];
  /** Units whose answers had arrived: their drafts are done with. */
  arrived: UnitId[];
}

export function begin(before: Session, survey: SurveyState, keepsake?: Keepsake): Beginning {
  const session: Session = { ...openSession(before.nextRequest), survey };
  if (survey.units.length === 0)
    return {
      session: { ...session, survey: undefined, empty: 'No unit has been mined. Run “DeepMiner: Mine Units” first.' },
      handedIn: [],
      arrived: [],
    };
  const kept = fitting(keepsake, survey);
  session.order = kept?.order ?? (survey.mode === 'consensus' ? 'disagreement' : 'class');
  session.units = ordered(survey, session.order);
  for (const answer of survey.answers)
    if (answer.network === survey.network && (survey.mode === 'consensus' || answer.expert === survey.expert))
      session.standing[answer.unit] = [...(session.standing[answer.unit] ?? []), answer];
  const handedIn: UnitId[] = [];
  const arrived: UnitId[] = [];
  for (const { unit } of session.units) {
    const draft = latest(survey.drafts[unit], kept?.work[unit]);
    // An answer that arrived though its acknowledgement did not is no draft any more.
    if (!draft) continue;
    if (session.standing[unit]?.some((answer) => holds(answer, draft))) {
      arrived.push(unit);
      continue;
    }
    const { seconds, revision } = draft;
    session.work[unit] = { draft: draft.draft, seconds, revision: Math.max(1, revision), savedRevision: 0, past: [], future: [] };
    if (draft.submitted) handedIn.push(unit);
  }
  const unfinished = session.units.findIndex(({ unit }) => unit === kept?.unit && session.work[unit] !== undefined);
  const unanswered = session.units.findIndex(({ unit }) => !session.standing[unit]);
  session.position = unfinished >= 0 ? unfinished : Math.max(unanswered, 0);
  return { session, handedIn, arrived };
}

function latest(onDisk: KeptDraft | undefined, inPage: KeptDraft | undefined): KeptDraft | undefined {
  if (!onDisk || !inPage) return onDisk ?? inPage;
  return inPage.revision >= onDisk.revision ? inPage : onDisk;
}

function holds(answer: Answer, { draft }: KeptDraft): boolean {
  return JSON.stringify(plain(draftOf(answer))) === JSON.stringify(plain(draft));
}

/** One order of fields, words as they are sent. */
function plain({ recognizable, several, phenomena }: KeptDraft['draft']) {
  if (!recognizable) return [recognizable];
  const said = phenomena.map((p) => [p.description.trim().replace(/\s+/g, ' '), p.association, p.category, p.terms, p.confidence]);
  return [recognizable, several, said];
}
