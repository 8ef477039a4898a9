/** Paths that a file names lead into its folder, or nowhere. */
import { equal, throws } from 'node:assert/strict';
import path from 'node:path';
import { insideFolder } from '../../../src/project/inside';

describe('a path inside a folder', () => {
  const root = path.resolve('/results/one');
  it('is joined to the folder', () => {
    equal(insideFolder(root, 'thumbnails/0001.jpg'), path.join(root, 'thumbnails', '0001.jpg'));
    equal(insideFolder(root, 'a/../b.jpg'), path.join(root, 'b.jpg'));
  });

  it('is refused where it leads out of it, to a sibling of the same beginning too', () => {
    for (const wrong of ['../two/a.jpg', '../one-more/a.jpg', path.resolve('/etc/passwd'), 'a/../../b', '', '.'])
      throws(() => insideFolder(root, wrong), /leads out of this folder/, wrong);
  });
});
