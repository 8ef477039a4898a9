/** Changes of a draft, and the way back. */
import type { AnswerDraft } from '../../src/protocol/annotation';
import type { UnitWork } from './session';

/** So many steps back are kept for a unit. */
const MOST_STEPS = 200;

/** The changed draft. Changes of one control in a row, letters typed into a field say, are one step; without a control each is its own. */
export function edited(work: UnitWork, draft: AnswerDraft, control?: string): UnitWork {
  const goesOn = control !== undefined && control === work.control;
  const past = goesOn ? work.past : [...work.past, work.draft].slice(-MOST_STEPS);
  return { ...work, draft, past, future: [], control, revision: work.revision + 1 };
}

/** One step back; the same work where there is none. */
export function undone(work: UnitWork): UnitWork {
  const draft = work.past.at(-1);
  if (!draft) return work;
  const future = [...work.future, work.draft];
  return { ...work, draft, past: work.past.slice(0, -1), future, control: undefined, revision: work.revision + 1 };
}

/** One step forward again; the same work where nothing was taken back. */
export function redone(work: UnitWork): UnitWork {
  const draft = work.future.at(-1);
  if (!draft) return work;
  const past = [...work.past, work.draft];
  return { ...work, draft, past, future: work.future.slice(0, -1), control: undefined, revision: work.revision + 1 };
}
