/** Whether a path lies in a folder, on every system. */
import { equal } from 'node:assert/strict';
import path from 'node:path';
import { nameFrom, stepsInside } from '../../../src/protocol/inside';

const { posix, win32 } = path;

const CASES: [rules: path.PlatformPath, folder: string, file: string, steps: string | undefined][] = [
  [posix, '/data', '/data/a/b.png', 'a/b.png'],
  [posix, '/data/', '/data/a', 'a'],
  [posix, '/', '/a', 'a'],
  [posix, '/data', '/data', ''],
  [posix, '/data', '/data/../etc/passwd', undefined],
  [posix, '/data', '/database/a', undefined],
  [posix, '/data', '/', undefined],
  [posix, '/data', '/data/..a/b', '..a/b'],
  [posix, '/data', '/data/...', '...'],
  // A backslash is a letter there.
  [posix, '/data', '/data/a\\b', 'a\\b'],
  [posix, '/data', '/data/..\\etc', '..\\etc'],
  [posix, '/Data', '/data/a', undefined],
  [posix, '/Röntgen [1] #2 100%20', '/Röntgen [1] #2 100%20/乳房.png', '乳房.png'],
  // Two spellings of one name are two names to the file system of Linux.
  [posix, '/Röntgen'.normalize('NFC'), '/Röntgen/a'.normalize('NFD'), undefined],
  [win32, 'C:\\data', 'C:\\data\\a\\b.png', 'a/b.png'],
  [win32, 'c:\\data', 'C:\\Data\\a\\b.png', 'a/b.png'],
  [win32, 'C:\\data\\', 'C:/data/a', 'a'],
  [win32, 'C:\\', 'C:\\a', 'a'],
  [win32, 'C:\\data', 'C:\\data', ''],
  [win32, 'C:\\data', 'C:\\data\\..\\secret', undefined],
  [win32, 'C:\\data', 'C:\\database\\a', undefined],
  [win32, 'C:\\data', 'D:\\data\\a', undefined],
  [win32, 'C:\\data', 'C:\\data\\..a', '..a'],
  [win32, 'C:\\data', '\\\\server\\share\\data\\a', undefined],
  [win32, 'C:\\data', '\\\\?\\C:\\data\\a', undefined],
  [win32, '\\\\server\\share\\data', '\\\\server\\share\\data\\a', 'a'],
  [win32, '\\\\server\\share\\data', '\\\\SERVER\\share\\data\\a', 'a'],
  [win32, '\\\\server\\share\\data', '\\\\server\\other\\data\\a', undefined],
  [win32, '\\\\server\\share', '\\\\other\\share\\a', undefined],
];

describe('the steps from a folder to a file', () => {
  for (const [rules, folder, file, steps] of CASES)
    it(`${rules === win32 ? 'Windows' : 'elsewhere'}: ${folder} to ${file} is ${steps === undefined ? 'no way inside' : `"${steps}"`}`, () => {
      equal(stepsInside(folder, file, rules), steps);
    });
});

describe('the name of a file in code and settings', () => {
  it('is relative where it moves along, with slashes on every system', () => {
    equal(nameFrom('/p', '/p/cases/a.png', posix), 'cases/a.png');
    equal(nameFrom('C:\\p', 'c:\\p\\cases\\a.png', win32), 'cases/a.png');
    equal(nameFrom('C:\\p', 'D:\\cases\\a.png', win32), 'D:/cases/a.png');
    equal(nameFrom('C:\\p', '\\\\server\\share\\a.png', win32), '//server/share/a.png');
    equal(nameFrom('/p', '/q/a\\b.png', posix), '/q/a\\b.png');
    equal(nameFrom('/p', '/p', posix), '/p');
  });
});
