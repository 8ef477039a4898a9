/** CBIS-DDSM as a reader among others. */
import path from 'node:path';
import { filesBelow } from '../filesBelow';
import type { DatasetReader } from '../reader';
import { EXPECTS, readCbis, TABLE } from './reader';

export const cbis: DatasetReader = {
  format: 'cbis-ddsm',
  title: 'CBIS-DDSM',
  expects: EXPECTS,
  recognises: async (root, signal) => {
    const { files } = await filesBelow(root, signal, 2).catch(() => ({ files: [] }));
    signal.throwIfAborted();
    return files.some((file) => TABLE.test(path.basename(file)));
  },
  read: (root, _options, task, cacheDir) => readCbis(root, task, cacheDir),
};
