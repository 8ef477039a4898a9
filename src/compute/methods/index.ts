/** The table of all methods: the server, the command line and notebooks call them from here. */
import type { MethodTable } from '../method';
import { annotateByReference } from './annotateByReference';
import { cancelRun } from './cancelRun';
import { createSample } from './createSample';
import { evaluate } from './evaluate';
import { explain } from './explain';
import { followRun } from './followRun';
import { inspectNetwork } from './inspectNetwork';
import { listDevices } from './listDevices';
import { listRuns } from './listRuns';
import { listViews } from './listViews';
import { measureFaithfulness } from './measureFaithfulness';
import { mine } from './mine';
import { notebookMethods } from './notebook';
import { openProject } from './openProject';
import { startTraining } from './startTraining';
import { saveAnswer, surveyState, surveyUnit } from './survey';
import { train } from './train';
import { exportNetwork, fetchWeights, listWeights } from './weights';

export const methods: MethodTable = {
  createSample,
  openProject,
  train,
  startTraining,
  followRun,
  cancelRun,
  evaluate,
  mine,
  annotateByReference,
  explain,
  measureFaithfulness,
  listDevices,
  inspectNetwork,
  listRuns,
  listViews,
  surveyState,
  surveyUnit,
  saveAnswer,
  fetchWeights,
  listWeights,
  exportNetwork,
  ...notebookMethods(() => methods),
};
