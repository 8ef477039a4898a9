/** INbreast as a reader among others. */
import { filesBelow } from '../filesBelow';
import type { DatasetReader } from '../reader';
import { inbreastFiles } from './files';
import { EXPECTS, readInbreast, TITLE } from './reader';

export const inbreast: DatasetReader = {
  format: 'inbreast',
  title: TITLE,
  expects: EXPECTS,
  recognises: async (root, signal) => {
    const { files } = await filesBelow(root, signal, 2).catch(() => ({ files: [] }));
    signal.throwIfAborted();
    const { images, table, spreadsheet } = inbreastFiles(files);
    return images.size > 0 || table !== undefined || spreadsheet !== undefined;
  },
  read: readInbreast,
};
