/** How a call to the compute process can fail: with a problem it names, by being cancelled, or because the process ended. */
import type { ComputeFailure, MethodName } from '../protocol/compute';
import { type Problem, ProblemError } from '../protocol/problem';

/** The process answered with an error. */
export class ComputeError extends Error {
  readonly problem: Problem | undefined;
  readonly remoteStack: string | undefined;
  constructor(message: string, failure: ComputeFailure) {
    super(message);
    this.name = 'ComputeError';
    this.problem = failure.problem;
    this.remoteStack = failure.stack;
  }
}

/** The problem that an error names, whether the process or a look at the files found it. */
export const problemOf = (error: unknown): Problem | undefined =>
  error instanceof ComputeError || error instanceof ProblemError ? error.problem : undefined;

/** The user cancelled; nothing is to be said about it but what was kept. */
export class WorkCancelledError extends Error {
  constructor() {
    super('Cancelled.');
    this.name = 'WorkCancelledError';
  }
}

/** What is lost and what is not when the process ends under a method, and how to go on. */
const AFTER_THE_END: Record<MethodName, string> = {
  createSample: 'The sample is unfinished: remove its folder and run DeepMiner: Create Sample Project again.',
  openProject: 'Run the command again.',
  checkSettings: 'Nothing is lost: deepminer.json is checked again at the next change.',
  checkDataset: 'What was read is kept: run DeepMiner: Check Data Set again, which goes on from there.',
  openDataCheck: 'Nothing is lost: run DeepMiner: Check Data Set again.',
  previewView: 'Nothing is lost: open the view again.',
  train: 'Finished epochs are kept: run DeepMiner: Resume Training to go on from the last checkpoint.',
  startTraining: 'The run may have begun: see the Runs view, and run DeepMiner: Train again if it has not.',
  followRun: 'The run goes on by itself: refresh the Runs view.',
  cancelRun: 'The run may still go on: run DeepMiner: Cancel Run again.',
  evaluate: 'The network is kept: run DeepMiner: Evaluate again.',
  mine: 'What was gathered is kept: run DeepMiner: Mine Units again.',
  mineShard: 'What was gathered is kept: run deepminer mine --shard again.',
  dissect: 'Nothing is lost: run DeepMiner: Dissect Units again.',
  openEvaluation: 'Nothing is lost: run DeepMiner: Show Evaluation again.',
  annotateByReference: 'Answers saved so far are kept: run DeepMiner: Annotate by Reference again.',
  drawStill: 'Nothing is lost: explain the view again.',
  explain: 'Nothing is lost: run DeepMiner: Explain Image again.',
  addPythonHelper: 'Run DeepMiner: Add Python Helper again.',
  explainAll: 'Finished pages are kept: run DeepMiner: Explain All Views again.',
  measureFaithfulness: 'An earlier measurement is kept: run DeepMiner: Measure Faithfulness again.',
  listDevices: 'Nothing is lost: run DeepMiner: Choose Device again, or deepminer devices.',
  inspectNetwork: 'Nothing is lost: run deepminer inspect again.',
  exportNetwork: 'The network is kept: run deepminer export again.',
  fetchWeights: 'What has come is kept: run deepminer weights fetch again.',
  listWeights: 'Nothing is lost: run deepminer weights list again.',
  listRuns: 'Refresh the Runs view.',
  runHistory: 'Nothing is lost: open the page of the run again.',
  runFiles: 'Nothing is lost: refresh the Runs view.',
  datasetOverview: 'Nothing is lost: refresh the Data Set view.',
  listCases: 'Nothing is lost: refresh the Data Set view.',
  listCaseViews: 'Nothing is lost: refresh the Data Set view.',
  viewThumbnail: 'Nothing is lost: refresh the Data Set view.',
  viewPicture: 'Nothing is lost: open the view again.',
  listAnnotations: 'Saved answers are kept: refresh the Annotations view.',
  listViews: 'Run the command again.',
  listUnits: 'Refresh the Units view.',
  showUnit: 'Choose the unit again.',
  displayUnit: 'Choose the unit again.',
  exportUnitTable: 'Run DeepMiner: Export Unit Table again.',
  similarViews: 'Nothing is lost: run DeepMiner: Find Similar Images again.',
  surveyState: 'Run DeepMiner: Annotate Units again; saved answers are kept.',
  surveyUnit: 'Choose the unit again; saved answers are kept.',
  saveDraft: 'Your draft is on the open page alone: go on with it there.',
  saveAnswer: 'This answer may not be saved: save it again. Answers acknowledged before are kept.',
  surveyResults: 'Nothing is lost: run DeepMiner: Show Survey Results again.',
  exportAnswers: 'The answers are kept: run DeepMiner: Export Survey Answers again.',
  importAnswers: 'Answers taken in so far are kept: run DeepMiner: Import Survey Answers again, which adds the rest.',
  createStudy: 'No study was written, unless the list of studies shows it: create it again.',
  studyPower: 'Nothing is lost: ask again.',
  listStudies: 'Nothing is lost: open the list again.',
  studyState: 'Open the study again; answers acknowledged before are kept.',
  studyPicture: 'Go to the case again; answers acknowledged before are kept.',
  saveStudyAnswer: 'This answer may not be saved: give it again, which never doubles it. Answers acknowledged before are kept.',
  scoreStudy: 'Nothing is lost: score the study again.',
  exportStudyScore: 'Nothing is lost: export the score again.',
  exportStudySheet: 'Nothing is lost: export the sheet again.',
  importStudySheet: 'Answers taken in so far are kept: import the sheet again, which adds the rest.',
  studyLabels: 'Nothing is lost: run deepminer study labels again.',
  runCell: "The notebook's variables are gone: run its cells again from the top.",
  endSession: 'Nothing is lost.',
};

/** The process ended while it worked: killed, out of memory, or crashed. */
export class ComputeEndedError extends Error {
  constructor(
    readonly method: MethodName,
    readonly how: string,
    lastWords: readonly string[] = [],
  ) {
    const memory = how === 'signal SIGKILL' ? ' It was killed, often for want of memory.' : '';
    const reason = lastWords.filter((l) => /error|fatal|memory|cannot/i.test(l) && !/^\s+at /.test(l)).slice(0, 2);
    const words = reason.length > 0 ? ` Its last words: ${reason.join(' / ').slice(0, 300)}` : '';
    super(
      `The compute process ended unexpectedly (${how}).${memory} It starts anew with the next command. ${AFTER_THE_END[method]}${words}`,
    );
    this.name = 'ComputeEndedError';
  }
}
