/** Facts of the survey's keys. */
import { equal } from 'node:assert/strict';
import { commandOf } from '../../../webview/survey/shortcuts';

const press = (key: string, change = {}) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...change,
});

describe('keys of the survey', () => {
  it('leave digits alone while a description is typed', () => {
    equal(commandOf(press('1'), true), undefined);
    equal(commandOf(press('1'), false), 'yes');
  });

  it('work with Alt in a text field, also where Alt types another character', () => {
    equal(commandOf(press('˜', { altKey: true, code: 'KeyN' }), true), 'next');
  });

  it('undo and redo also while a description is typed', () => {
    equal(commandOf(press('z', { ctrlKey: true }), true), 'undo');
    equal(commandOf(press('z', { metaKey: true, shiftKey: true }), true), 'redo');
  });

  it('leave the editor its own combinations', () => equal(commandOf(press('d', { ctrlKey: true }), false), undefined));
});
