/** Keys of the survey. */
import { type KeyPress, keyCommand } from '../shared/keys';

export type Command =
  | 'next'
  | 'previous'
  | 'skip'
  | 'add'
  | 'yes'
  | 'no'
  | 'one'
  | 'several'
  | 'display'
  | 'outlines'
  | 'mammogram'
  | 'explain'
  | 'sameAs'
  | 'undo'
  | 'redo';

const withAlt: Record<string, Command> = { KeyN: 'next', KeyP: 'previous', KeyK: 'skip', KeyA: 'add', KeyS: 'sameAs' };
const plain: Record<string, Command> = {
  '1': 'yes',
  '2': 'no',
  '3': 'one',
  '4': 'several',
  d: 'display',
  o: 'outlines',
  m: 'mammogram',
  e: 'explain',
};

interface Key {
  keys: string;
  meaning: string;
}

const PICTURE_KEYS: readonly Key[] = [
  { keys: 'D', meaning: 'switch how patches are shown' },
  { keys: 'O', meaning: 'show or hide true outlines' },
  { keys: 'Arrows', meaning: 'move among the patches' },
  { keys: 'Click', meaning: 'keep a patch while the pointer passes others' },
  { keys: 'M / Esc', meaning: 'to the mammogram, and back to its patch' },
  { keys: '+ − 0', meaning: 'there: zoom in, zoom out, whole view; arrows move' },
  { keys: 'P', meaning: 'there: zoom on the patch and back (double click)' },
  { keys: '[ ] { }', meaning: 'there: window and level (right or Shift drag); R resets' },
];

export const KEYS: readonly Key[] = [
  { keys: 'Alt+N', meaning: 'save and go to the next unit' },
  { keys: 'Alt+P', meaning: 'go to the previous unit' },
  { keys: 'Alt+K', meaning: 'skip this unit for now' },
  { keys: 'Alt+A', meaning: 'add a phenomenon' },
  { keys: 'Alt+S', meaning: 'give the answer of another unit again' },
  { keys: 'Ctrl+Z', meaning: 'undo a change of this answer; with Shift, redo' },
  { keys: '1 / 2', meaning: 'recognizable: yes / no' },
  { keys: '3 / 4', meaning: 'one phenomenon / several' },
  ...PICTURE_KEYS,
];

/** Where nothing is answered. */
export const LOOKING_KEYS: readonly Key[] = [
  { keys: 'Alt+N', meaning: 'go to the next unit' },
  { keys: 'Alt+P', meaning: 'go to the previous unit' },
  ...PICTURE_KEYS,
];

/** Of pages that can have a view explained. */
export const EXPLAIN_KEY = { keys: 'E', meaning: 'explain the view of the patch' };

/** The command of a key press, if any; `typing` is true while a text field has the focus. */
export function commandOf(press: KeyPress & { shiftKey: boolean }, typing: boolean): Command | undefined {
  const control = (press.ctrlKey || press.metaKey) && !press.altKey;
  if (control && press.code === 'KeyZ') return press.shiftKey ? 'redo' : 'undo';
  if (control && press.code === 'KeyY') return 'redo';
  return keyCommand(press, typing, { withAlt, plain });
}
