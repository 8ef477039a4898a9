/** Keys of the reader's page. */
import type { StudyCall, StudyConfidence } from '../../src/protocol/study';
import { type KeyPress, keyCommand } from '../shared/keys';

export type Command =
  | StudyCall
  | { confidence: StudyConfidence }
  | { unit: number }
  | 'outlines'
  | 'send'
  | 'clear'
  | 'pause'
  | 'back'
  | 'forward';

/** By which units are shown and hidden: the row above the calls' keys, whose letters mean nothing else here. */
export const UNIT_KEYS = ['q', 'w', 'e', 'r', 't', 'y', 'u'] as const;

const plain: Record<string, Command> = {
  b: 'benign',
  m: 'malignant',
  ...Object.fromEntries([1, 2, 3, 4, 5].map((confidence) => [String(confidence), { confidence: confidence as StudyConfidence }])),
  ...Object.fromEntries(UNIT_KEYS.map((key, unit) => [key, { unit }])),
  o: 'outlines',
  enter: 'send',
  escape: 'clear',
  p: 'pause',
  arrowleft: 'back',
  arrowright: 'forward',
};

export function keysOf({ pictures, goBack }: { pictures: boolean; goBack: boolean }): { keys: string; meaning: string }[] {
  return [
    { keys: 'B / M', meaning: 'benign / malignant' },
    { keys: '1 … 5', meaning: 'how sure you are: 1 guessing, 5 certain' },
    { keys: 'Enter', meaning: 'send at once' },
    { keys: 'Esc', meaning: 'take the choice back before it is sent' },
    { keys: 'P', meaning: 'pause, and go on' },
    ...(pictures
      ? [
          { keys: 'Q W E …', meaning: 'show or hide where the first, second, third … unit responds' },
          { keys: 'O', meaning: 'show or hide all of them' },
        ]
      : []),
    ...(goBack ? [{ keys: '← / →', meaning: 'back to the case before, and forward' }] : []),
  ];
}

/** The command of a key press, if any; a key that is held down counts once. */
export function commandOf(press: KeyPress & { repeat?: boolean }, typing: boolean): Command | undefined {
  return press.repeat ? undefined : keyCommand(press, typing, { withAlt: {}, plain });
}
