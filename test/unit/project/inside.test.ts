/** Paths that a file names lead into its folder, or nowhere. */
import { equal, rejects, throws } from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { insideFolder, readInside } from '../../../src/project/inside';

describe('a path inside a folder', () => {
  const root = path.resolve('/results/one');
  it('is joined to the folder', () => {
    equal(insideFolder(root, 'thumbnails/0001.jpg'), path.join(root, 'thumbnails', '0001.jpg'));
    equal(insideFolder(root, 'a/../b.jpg'), path.join(root, 'b.jpg'));
    equal(insideFolder(root, '..a/b.jpg'), path.join(root, '..a', 'b.jpg'));
    equal(insideFolder('C:\\results', 'thumbnails/0001.jpg', path.win32), 'C:\\results\\thumbnails\\0001.jpg');
  });

  it('is refused where it leads out of it, to a sibling of the same beginning too', () => {
    for (const wrong of ['../two/a.jpg', '../one-more/a.jpg', path.resolve('/etc/passwd'), 'a/../../b', '', '.', '..', 'a\0b'])
      throws(() => insideFolder(root, wrong), /leads out of this folder/, wrong);
  });

  it('is refused on Windows where it names another drive, a network folder, a device or a stream', () => {
    const wrong = [
      ...['..\\two\\a.jpg', 'a\\..\\..\\b', 'C:\\Windows\\a.jpg', 'c:..\\a.jpg', 'D:a.jpg', '\\Windows\\a.jpg', '/Windows/a.jpg'],
      ...['\\\\server\\share\\a.jpg', '//server/share/a.jpg', '\\\\?\\C:\\results\\a.jpg', '\\\\.\\COM1'],
      ...['CON', 'thumbnails/aux.jpg', 'nul.tar.gz', 'LPT1', 'a.jpg:hidden', 'a.jpg::$DATA'],
    ];
    for (const name of wrong) throws(() => insideFolder('C:\\results', name, path.win32), /leads out of this folder/, name);
  });

  it('is not decoded: a percent sign is a letter of a name', () => {
    equal(insideFolder(root, '%2e%2e/a.jpg'), path.join(root, '%2e%2e', 'a.jpg'));
    equal(insideFolder(root, '100%20'), path.join(root, '100%20'));
  });
});

describe('a file inside a folder', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-inside-'));
    await mkdir(path.join(dir, 'results'));
    await mkdir(path.join(dir, 'secrets'));
    await writeFile(path.join(dir, 'results', 'own.txt'), 'own');
    await writeFile(path.join(dir, 'secrets', 'key.txt'), 'key');
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('is read, also where the folder itself is reached by a link', async () => {
    await symlink(path.join(dir, 'results'), path.join(dir, 'linked'), 'junction');
    equal(String(await readInside(path.join(dir, 'results'), 'own.txt')), 'own');
    equal(String(await readInside(path.join(dir, 'linked'), 'own.txt')), 'own');
  });

  it('is not read where a link leads out of the folder, be it of the file or of a folder on the way', async () => {
    await symlink(path.join(dir, 'secrets'), path.join(dir, 'results', 'folder'), 'junction');
    await rejects(readInside(path.join(dir, 'results'), 'folder/key.txt'), /leads out of this folder/);
    if (process.platform === 'win32') return;
    await symlink(path.join(dir, 'secrets', 'key.txt'), path.join(dir, 'results', 'file.txt'));
    await rejects(readInside(path.join(dir, 'results'), 'file.txt'), /leads out of this folder/);
  });

  it('that is not there is told by the file system', async () => {
    await rejects(readInside(path.join(dir, 'results'), 'gone.txt'), { code: 'ENOENT' });
  });
});
