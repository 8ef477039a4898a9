/** Explain All Views: a report of a part of the data set to browse, in a folder of the user's choice. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ReportPart } from '../../protocol/explanationReport';
import { toldQuietly } from '../nextStep';
import { chooseProject } from '../projects';
import type { Services } from '../services';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

interface ExplainAllArguments extends ProjectArguments {
  part: ReportPart;
  /** Folder to write into. */
  out: string;
  className: string;
  limit: number;
}

const PARTS: { label: string; part: ReportPart; detail: string }[] = [
  { label: 'Test part', part: 'test', detail: 'Views that the network has never seen.' },
  { label: 'Hold-out part', part: 'holdout', detail: 'Views that its units were mined on.' },
  { label: 'Training part', part: 'train', detail: 'Views that it was trained on: its decisions there say nothing of new ones.' },
  { label: 'All views', part: 'all', detail: 'The whole data set.' },
];

export const explainAll: Command = async (services, given) => {
  const { silent, run, className, limit, ...wanted } = argumentsOf<ExplainAllArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project || !(await ensureTrust())) return undefined;
  const part = wanted.part ?? (await vscode.window.showQuickPick(PARTS, { title: 'DeepMiner: views to explain (1 of 2)' }))?.part;
  if (!part) return undefined;
  const out = wanted.out ?? (await askFolder(project, part));
  if (!out) return undefined;
  const report = await runWork(
    services,
    {
      title: 'Explaining all views',
      run: (options) => services.compute.explainAll({ project, run, part, className, limit, out }, options),
      cancelled: 'Finished pages are kept: run it again with the same folder to go on.',
    },
    silent,
  );
  if (!report) return undefined;
  const failed = report.failed.length > 0 ? ` ${report.failed.length} could not be explained: the report says why.` : '';
  offerReport(services, `${report.views} views of ${report.run} explained.${failed}`, report.index, report.failed.length > 0);
  return report;
};

async function askFolder(project: string, part: ReportPart): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'DeepMiner: folder for the report (2 of 2)',
    prompt: 'A report that was stopped goes on in its folder',
    value: path.join(project, `report-${part}`),
    ignoreFocusOut: true,
    validateInput: (value) => (path.isAbsolute(value) ? undefined : 'Write an absolute path.'),
  });
}

/** The report is a page for a browser: it opens outside VS Code. */
function offerReport(services: Services, message: string, index: string, incomplete: boolean): void {
  if (!incomplete && toldQuietly(message)) return;
  const [open, reveal] = ['Open Report', 'Show in Folder'];
  const shown = incomplete
    ? vscode.window.showWarningMessage(message, open, reveal)
    : vscode.window.showInformationMessage(message, open, reveal);
  void shown.then(async (chosen) => {
    const file = vscode.Uri.file(index);
    if (chosen === open && !(await vscode.env.openExternal(file))) services.log.warn(`${index} could not be opened in a browser.`);
    if (chosen === reveal) await vscode.commands.executeCommand('revealFileInOS', file);
  });
}
