/** All commands by name; package.json lists the same names with their titles and places. */
import { annotate, annotateByReference } from './annotate';
import { chooseDevice } from './chooseDevice';
import type { Command } from './command';
import { createSample } from './createSample';
import { evaluate } from './evaluate';
import { explain } from './explain';
import { measureFaithfulness } from './measureFaithfulness';
import { mine } from './mine';
import { newNotebook } from './newNotebook';
import { cancelRun, resumeTraining, train } from './train';

const showLog: Command = async (services) => services.log.show();
const refreshRuns: Command = async (services) => services.runsChanged.fire();

export const commands: Record<string, Command> = {
  createSample,
  train,
  resumeTraining,
  cancelRun,
  evaluate,
  mine,
  annotate,
  annotateByReference,
  explain,
  measureFaithfulness,
  newNotebook,
  chooseDevice,
  showLog,
  refreshRuns,
};
