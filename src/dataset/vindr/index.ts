/** VinDr-Mammo as a reader among others. */
import path from 'node:path';
import { filesBelow } from '../filesBelow';
import type { DatasetReader } from '../reader';
import { BREASTS, EXPECTS, FINDINGS, readVindr, TITLE } from './reader';

export const vindr: DatasetReader = {
  format: 'vindr-mammo',
  title: TITLE,
  expects: EXPECTS,
  recognises: async (root, signal) => {
    const { files } = await filesBelow(root, signal, 2).catch(() => ({ files: [] }));
    signal.throwIfAborted();
    return files.some((file) => FINDINGS.test(path.basename(file)) || BREASTS.test(path.basename(file)));
  },
  read: readVindr,
};
