/** Words of the reader's page. */
import type { StudyCondition } from '../../src/protocol/study';
import type { PauseReason } from './session';

export const CONDITION_NAMES: Record<StudyCondition, string> = { words: 'Words alone', picture: 'Words with picture' };

/** What is shown of a case, as a sentence. */
export const CONDITION_SENTENCES: Record<StudyCondition, string> = {
  words: 'Of each case you see only words: what experts called the network’s most influential units, the strongest first.',
  picture: 'Of each case you see the same kind of words, and the mammogram with the places outlined where each of these units responds.',
};

export const PAUSE_SENTENCES: Record<PauseReason, string> = {
  asked: 'The case is hidden, and its time stands still.',
  hidden: 'The page was out of sight: the case is hidden, and its time stands still.',
  idle: 'Nothing was touched for two minutes: the case is hidden, and its time stands still.',
};

/** What each step of confidence means; the middle ones lie between. */
export const CONFIDENCE_WORDS: Readonly<Record<number, string>> = { 1: 'guessing', 5: 'certain' };

export function timeLeft(seconds: number): string {
  if (seconds < 60) return 'under a minute left';
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.round(seconds / 360) / 10} h left`;
}

export const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
