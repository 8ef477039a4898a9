/** Names of files that every system can have. */
import { equal, match, notEqual, ok } from 'node:assert/strict';
import path from 'node:path';
import { isFileName, isPortable, portableName } from '../../../src/project/fileName';

const GOOD = [
  'B_3024_1.LEFT_CC',
  'run 2',
  'Röntgen',
  '乳房',
  "L's [1] #2 100%20 & more",
  'console',
  'com',
  'auxiliary',
  '.hidden',
  'a.b.c',
];
const BAD = [
  ...['a:b', 'a?', 'a*', 'a<b', 'a>b', 'a|b', 'a"b', 'a/b', 'a\\b', 'a\nb', 'a\0b', 'a\x7f'],
  ...['a.', 'a ', 'a. .', '', '.', '..'],
  ...['con', 'CON', 'Aux.png', 'nul.tar.gz', 'prn', 'COM1', 'lpt9.x', 'com¹', 'CONIN$', 'con .png'],
];

describe('a name that every system can have', () => {
  it('stays as it is', () => {
    for (const name of GOOD) {
      ok(isPortable(name), name);
      equal(portableName(name), name);
    }
  });

  it('takes the place of one that Windows refuses, and tells such names apart', () => {
    const made = BAD.map(portableName);
    for (const [i, name] of made.entries()) ok(!isPortable(BAD[i]) && isPortable(name), `${JSON.stringify(BAD[i])} became ${name}`);
    equal(new Set(made.map((name) => name.toLowerCase())).size, BAD.length);
    match(portableName('view: 1/2?'), /^view_ 1_2_-[0-9a-f]{8}$/);
  });

  it('leaves room for an ending and for the temporary name of a file that is being written, in bytes', () => {
    for (const letter of ['a', 'ö', '乳', '🩻']) {
      const name = portableName(letter.repeat(250));
      ok(Buffer.byteLength(name) <= 180 && !/\p{Cs}/u.test(name), name);
      notEqual(name, portableName(letter.repeat(251)));
    }
  });
});

describe('a name that is one step', () => {
  it('leads nowhere else', () => {
    for (const name of ['run-001', 'run 1', '..a', '100%20', "L's"])
      for (const rules of [path.posix, path.win32]) ok(isFileName(name, rules), name);
    for (const name of ['', '.', '..', 'a/b', '/a', '../a', 'a\0'])
      for (const rules of [path.posix, path.win32]) ok(!isFileName(name, rules), name);
    for (const name of ['a\\b', '..\\a', 'C:', 'C:a', '\\\\server', 'con', 'AUX.json', 'a:b']) {
      ok(!isFileName(name, path.win32), name);
      ok(isFileName(name, path.posix), name);
    }
  });
});
