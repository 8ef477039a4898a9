/** Plain folders of images, one a class, as a reader among others. */
import type { DatasetReader } from '../reader';
import { looksLikeClasses } from './layout';
import { readFolder } from './reader';

export const folder: DatasetReader = {
  format: 'folder',
  title: 'Folders of images',
  expects: 'a folder for each class with its images, also within train, val and test',
  recognises: looksLikeClasses,
  read: readFolder,
};
