/** What can be done without a machine behind the window: results are looked at, and a survey is answered where its folder can be written to. */
import path from 'node:path';
import * as vscode from 'vscode';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { ComputeMethodsClient } from '../computeClient';
import { gatedCompute } from '../looking/gate';
import { lookingMethods } from '../looking/lookingMethods';
import { workspaceFiles } from '../looking/workspaceFiles';
import type { Machineless } from '../services';
import { uriOf } from '../uriOf';
import { answersInFiles, type WrittenFiles } from './answerFiles';
import { BrowserDrafts } from './drafts';

const NO_MACHINE: Problem = {
  severity: 'warning',
  code: 'workspace.noMachine',
  found: 'a window without a machine to compute on',
  expected: 'VS Code on a desktop, or with Remote-SSH, WSL, a dev container or code-server',
  remedy: 'Open the folder there; what was computed can be looked at here.',
};

export const machineless: Machineless = {
  whyNotAnswered(project) {
    if (!vscode.workspace.isTrusted) return 'This workspace is not trusted: answers are shown, and none is taken.';
    if (vscode.workspace.fs.isWritableFileSystem(uriOf(project).scheme) === false)
      return 'This folder is read-only here: answers are shown, and none is taken. Open it where it can be written to, and answer there.';
    return undefined;
  },
};

/** The methods that work here; every other one is refused with a problem that says where it works. */
export function machinelessCompute({ workspaceState }: Pick<vscode.ExtensionContext, 'workspaceState'>): ComputeMethodsClient {
  const files: WrittenFiles = {
    ...workspaceFiles(path.join),
    create: async (file, text) => vscode.workspace.fs.writeFile(uriOf(file), new TextEncoder().encode(text)),
  };
  const looking = lookingMethods(files);
  const drafts = new BrowserDrafts(workspaceState);
  const saveAnswer = answersInFiles(files);
  const answering: Pick<ComputeMethodsClient, 'surveyState' | 'saveAnswer' | 'saveDraft'> = {
    async surveyState(wanted) {
      const why = machineless.whyNotAnswered(wanted.project);
      const source = await looking.surveyState(why === undefined ? wanted : { ...wanted, expert: '' });
      if (why !== undefined) return { ...source, machineless: true, looking: why };
      return { ...source, machineless: true, drafts: drafts.of({ ...wanted, mining: source.mining }) };
    },
    async saveAnswer(given) {
      const why = machineless.whyNotAnswered(given.project);
      if (why === undefined && given.mode !== 'consensus') return saveAnswer(given);
      throw new ProblemError({
        ...NO_MACHINE,
        found: why ?? "a decision of all experts' labels",
        expected: 'an answer in a folder that can be written to',
      });
    },
    async saveDraft({ unit, kept, ...owner }) {
      await drafts.keep(owner, unit, kept);
      return null;
    },
  };
  return gatedCompute({} as ComputeMethodsClient, { ...looking, ...answering }, () => NO_MACHINE);
}
