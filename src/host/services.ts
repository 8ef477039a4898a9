/** What commands, views and panels share: the compute process, the log, the status bar, remembered choices. */

import type * as vscode from 'vscode';
import type { ComputeClientOptions, ComputeMethodsClient } from './computeClient';
import type { DeepMinerController } from './notebook/controller';
import type { RunningRuns } from './runs/runningRuns';
import type { RunNode } from './views/runItems';
import type { Works } from './works';

/** As much of them as pages of results need; without a computer no run goes on. */
export type PageServices = Pick<Services, 'context' | 'log' | 'compute' | 'runsChanged' | 'unitsChanged'> &
  Partial<Pick<Services, 'runs'>> & {
    /** Where there is no machine behind the window. */
    machineless?: Machineless;
  };

export interface Machineless {
  /** Why answers to a project's survey cannot be kept here, in a sentence; undefined where they can. */
  whyNotAnswered(project: string): string | undefined;
}

export interface Services {
  context: vscode.ExtensionContext;
  log: vscode.LogOutputChannel;
  /** What goes on in this window. */
  works: Works;
  /** The runs that go on. */
  runs: RunningRuns;
  /** Runs whose rows are selected in the Runs view. */
  selectedRuns: () => readonly RunNode[];
  /** The process behind commands, views and the survey; each notebook has one of its own. */
  compute: ComputeMethodsClient;
  /** Process id of that process, while it runs. */
  computePid: () => number | undefined;
  /** Where results are shown as if a cell had been run. */
  notebooks: Pick<DeepMinerController, 'show'>;
  /** Options common to every compute process. */
  processOptions: Pick<ComputeClientOptions, 'module' | 'environment' | 'onLog' | 'refusal'>;
  /** Fires when runs may have changed. */
  runsChanged: vscode.EventEmitter<void>;
  /** Fires when what is known of mined units may have changed. */
  unitsChanged: vscode.Event<void>;
}
