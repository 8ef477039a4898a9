/** The table of all methods: the server, the command line and notebooks call them from here. */
import type { MethodTable } from '../method';
import { addPythonHelper } from './addPythonHelper';
import { annotateByReference } from './annotateByReference';
import { datasetOverview, listCases, listCaseViews, viewPicture, viewThumbnail } from './browseDataset';
import { cancelRun } from './cancelRun';
import { checkDataset, openDataCheck, previewView } from './checkDataset';
import { checkSettings } from './checkSettings';
import { createSample } from './createSample';
import { createStudy } from './createStudy';
import { dissect } from './dissect';
import { evaluate } from './evaluate';
import { exportAnswers, importAnswers } from './exchange';
import { drawStill, explain } from './explain';
import { explainAll } from './explainAll';
import { exportUnitTable } from './exportUnitTable';
import { followRun } from './followRun';
import { inspectNetwork } from './inspectNetwork';
import { listAnnotations } from './listAnnotations';
import { listDevices } from './listDevices';
import { listRuns } from './listRuns';
import { listViews } from './listViews';
import { measureFaithfulness } from './measureFaithfulness';
import { mine, mineShard } from './mine';
import { notebookMethods } from './notebook';
import { openEvaluation } from './openEvaluation';
import { openProject } from './openProject';
import { runFiles, runHistory } from './runHistory';
import { similarViews } from './similarViews';
import { startTraining } from './startTraining';
import { listStudies, saveStudyAnswer, studyPicture, studyState } from './study';
import { studyPower } from './studyPower';
import { exportStudyScore, scoreStudy, studyLabels } from './studyScore';
import { exportStudySheet, importStudySheet } from './studySheet';
import { saveAnswer, saveDraft, surveyState, surveyUnit } from './survey';
import { surveyResults } from './surveyResults';
import { train } from './train';
import { displayUnit, listUnits, showUnit } from './units';
import { exportNetwork, fetchWeights, listWeights } from './weights';

export const methods: MethodTable = {
  createSample,
  openProject,
  checkSettings,
  checkDataset,
  openDataCheck,
  previewView,
  train,
  startTraining,
  followRun,
  cancelRun,
  evaluate,
  openEvaluation,
  mine,
  mineShard,
  annotateByReference,
  dissect,
  explain,
  drawStill,
  explainAll,
  addPythonHelper,
  measureFaithfulness,
  listDevices,
  inspectNetwork,
  listRuns,
  runHistory,
  runFiles,
  listViews,
  datasetOverview,
  listCases,
  listCaseViews,
  viewThumbnail,
  viewPicture,
  listUnits,
  showUnit,
  displayUnit,
  exportUnitTable,
  similarViews,
  surveyState,
  surveyUnit,
  saveAnswer,
  saveDraft,
  surveyResults,
  listAnnotations,
  exportAnswers,
  importAnswers,
  createStudy,
  studyPower,
  listStudies,
  studyState,
  studyPicture,
  saveStudyAnswer,
  scoreStudy,
  exportStudyScore,
  studyLabels,
  exportStudySheet,
  importStudySheet,
  fetchWeights,
  listWeights,
  exportNetwork,
  ...notebookMethods(() => methods),
};
