/** The session as a study opens, or opens again: answers from the log, a call that may not have arrived, and the item to go on with. */
import type { StudyAnswer, StudyItem } from '../../src/protocol/study';
import type { GivenCall } from '../../src/protocol/studyPage';
import { fitting, type Keepsake } from './keepsake';
import { answerTo, keyOf, type OpenStudy, openSession, type Session } from './session';

export interface Beginning {
  session: Session;
  /** A call that was sent and is not on the disk: it is sent again. */
  unsent?: GivenCall;
}

export function begin(before: Session, study: OpenStudy, keepsake?: Keepsake): Beginning {
  if (study.items.length === 0)
    return {
      session: { ...openSession(before.nextRequest), unavailable: 'This study has no cases. Ask whoever made it for another one.' },
    };
  const kept = fitting(keepsake, study);
  // Asked for again after a failure, the page stays as it was.
  const again = before.study?.study === study.study && before.study.reader === study.reader;
  const session: Session = {
    ...(again ? before : openSession(before.nextRequest)),
    study,
    unavailable: undefined,
    sending: undefined,
    standing: standingOf(study.answers),
    waits: kept?.waits ?? before.waits,
  };
  const sent = (again ? before.sending?.answer : undefined) ?? kept?.sent;
  const lost = sent && !session.standing[keyOf(sent)]?.some((a) => says(a, sent)) ? sent : undefined;
  if (lost && (study.goBack || !answerTo(session, lost))) {
    const position = study.items.findIndex((item) => keyOf(item) === keyOf(lost));
    const { call, confidence, seconds } = lost;
    if (position >= 0) return { session: { ...session, position, choice: { call, confidence, fresh: false }, seconds }, unsent: lost };
  }
  const dropped = lost ? `${lost.case} was called in another window: that call stands, and the one given here was not sent.` : undefined;
  const shown = again && before.screen === 'case' ? before.study?.items[before.position] : undefined;
  if (shown && !sent) return { session };
  const open = session.study?.items.findIndex((item) => !answerTo(session, item)) ?? -1;
  if (open < 0) return { session: { ...session, position: study.items.length - 1, screen: 'end', dropped } };
  const item = study.items[open];
  const work = kept?.work && keyOf(kept.work.item) === keyOf(item) ? kept.work : undefined;
  const choice = work ? { ...work.choice, fresh: false } : { fresh: false };
  const changes = again && before.screen === 'case' && before.study?.items[before.position]?.condition !== item.condition;
  const screen = changes ? 'between' : session.screen === 'end' ? 'start' : session.screen;
  return { session: { ...session, position: open, screen, choice, seconds: work?.seconds ?? 0, dropped } };
}

export function standingOf(answers: readonly StudyAnswer[]): Record<string, StudyAnswer[]> {
  const standing: Record<string, StudyAnswer[]> = {};
  for (const answer of answers) standing[keyOf(answer)] = [...(standing[keyOf(answer)] ?? []), answer];
  return standing;
}

const says = (kept: StudyItem & Pick<GivenCall, 'call' | 'confidence'>, { call, confidence }: GivenCall): boolean =>
  kept.call === call && kept.confidence === confidence;
