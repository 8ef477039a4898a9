/** DDSM as a reader among others. */
import type { DatasetReader } from '../reader';
import { findCases } from './folders';
import { readDdsm } from './reader';

export const ddsm: DatasetReader = {
  format: 'ddsm',
  title: 'DDSM',
  expects: 'folders of cases, each with an .ics, .LJPEG views and .OVERLAY files',
  recognises: async (root, signal) => (await findCases(root, signal)).cases.length > 0,
  read: (root, _options, task) => readDdsm(root, task),
};
