/** Commands that start no process and write nothing. */

/** Their names: these alone need no trusted workspace, and work where there is no machine to compute on. */
export const LOOKING: ReadonlySet<string> = new Set(['showEvaluation', 'showUnit', 'chooseUnitsRun', 'showLog', 'refreshRuns']);
