/** mini-MIAS as a reader among others. */
import path from 'node:path';
import { filesBelow } from '../filesBelow';
import type { DatasetReader } from '../reader';
import { EXPECTS, FILM, readMias, TABLE } from './reader';

export const mias: DatasetReader = {
  format: 'mini-mias',
  title: 'mini-MIAS',
  expects: EXPECTS,
  recognises: async (root, signal) => {
    const { files } = await filesBelow(root, signal, 2).catch(() => ({ files: [] }));
    signal.throwIfAborted();
    const names = files.map((file) => path.basename(file));
    return names.some((name) => FILM.test(name)) && names.some((name) => TABLE.test(name));
  },
  read: (root, _options, task) => readMias(root, task),
};
