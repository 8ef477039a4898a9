/** All commands by name; package.json lists the same names with their titles and places. */
import { addPythonHelper } from './addPythonHelper';
import { annotate, annotateByReference, decideLabels } from './annotate';
import { checkDataset } from './checkDataset';
import { chooseDevice } from './chooseDevice';
import type { Command } from './command';
import { createProject } from './createProject';
import { createSample } from './createSample';
import { createStudy } from './createStudy';
import { deleteRun } from './deleteRun';
import { dissect } from './dissect';
import { evaluate } from './evaluate';
import { explain } from './explain';
import { explainAll } from './explainAll';
import { findSimilar } from './findSimilar';
import { measureFaithfulness } from './measureFaithfulness';
import { mine } from './mine';
import { newNotebook } from './newNotebook';
import { openWalkthroughNotebook } from './openWalkthroughNotebook';
import { copyPath, revealInExplorer, revealInFileManager } from './places';
import { runStudy } from './runStudy';
import { compareRuns, openRunConfig, openRunLog, showRun, showUnits } from './runs';
import { showEvaluation } from './showEvaluation';
import { showStudyResults } from './showStudyResults';
import { showView } from './showView';
import { exportAnswers, importAnswers, surveyResults } from './surveyResults';
import { cancelRun, resumeTraining, train } from './train';
import { chooseUnitsRun, exportUnitTable, showUnit } from './units';
import { cancelWork, showWork } from './work';

const showLog: Command = async (services) => services.log.show();
const refreshRuns: Command = async (services) => services.runsChanged.fire();

export const commands: Record<string, Command> = {
  createSample,
  createProject,
  checkDataset,
  train,
  resumeTraining,
  cancelRun,
  showRun,
  compareRuns,
  deleteRun,
  openRunConfig,
  openRunLog,
  showUnits,
  showView,
  revealInExplorer,
  revealInFileManager,
  copyPath,
  evaluate,
  showEvaluation,
  mine,
  annotate,
  annotateByReference,
  decideLabels,
  surveyResults,
  exportAnswers,
  importAnswers,
  showStudyResults,
  createStudy,
  runStudy,
  dissect,
  explain,
  explainAll,
  addPythonHelper,
  findSimilar,
  showUnit,
  chooseUnitsRun,
  exportUnitTable,
  measureFaithfulness,
  newNotebook,
  openWalkthroughNotebook,
  chooseDevice,
  showWork,
  cancelWork,
  showLog,
  refreshRuns,
};
