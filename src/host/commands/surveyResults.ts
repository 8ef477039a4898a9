/** Show Survey Results, Export and Import Survey Answers: what experts said, on a page and in files. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ImportedAnswers, LeftOut } from '../../protocol/exchange';
import type { Problem } from '../../protocol/problem';
import { ComputeError } from '../computeErrors';
import { showFailure } from '../failure';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import type { Services } from '../services';
import { openSurveyResults } from '../surveyResultsPanel';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const surveyResults: Command = async (services, given) => {
  const { run, ...wanted } = argumentsOf<ProjectArguments>(given);
  const project = (await ensureTrust()) ? await chooseProject(services, wanted.project) : undefined;
  if (project) openSurveyResults(services, { project, run });
};

export const exportAnswers: Command = async (services, given) => {
  const { silent, run, expert, ...wanted } = argumentsOf<ProjectArguments & { file: string; expert: string }>(given);
  const project = (await ensureTrust()) ? await chooseProject(services, wanted.project) : undefined;
  if (!project) return undefined;
  const file = wanted.file ?? (await askTarget(path.join(project, `${run ?? 'survey'}-answers.csv`)));
  if (file === undefined) return undefined;
  const exported = await runWork(
    services,
    { title: 'Exporting answers', run: (options) => services.compute.exportAnswers({ project, run, file, expert }, options) },
    silent,
  );
  if (exported)
    offerNext(`${exported.answers} answers of ${exported.experts.join(', ')} are in ${path.basename(file)}.`, {
      label: 'Open',
      command: 'vscode.open',
      arguments: [vscode.Uri.file(file)],
    });
  return exported;
};

interface ImportArguments extends ProjectArguments {
  file: string;
  expert: string;
  anyNetwork: boolean;
}

export const importAnswers: Command = async (services, given) => {
  const { silent, expert, anyNetwork, ...wanted } = argumentsOf<ImportArguments>(given);
  const project = (await ensureTrust()) ? await chooseProject(services, wanted.project) : undefined;
  const file = project && (wanted.file ?? (await askSource(project)));
  if (!project || file === undefined) return undefined;
  const take = (run: string | undefined, any: boolean | undefined): Promise<ImportedAnswers | undefined> =>
    runWork(
      services,
      {
        title: 'Importing answers',
        run: (options) => services.compute.importAnswers({ project, run, file, expert, anyNetwork: any }, options),
      },
      true,
    );
  const asking = async (run: string | undefined, any: boolean | undefined): Promise<ImportedAnswers | undefined> => {
    try {
      return await take(run, any);
    } catch (error) {
      if (silent) throw error;
      const problem = error instanceof ComputeError ? error.problem : undefined;
      if (problem?.code === 'exchange.runUnnamed' && run === undefined) {
        const chosen = await askNetworkRun(services, project, file);
        return chosen === undefined ? undefined : asking(chosen, any);
      }
      if (problem?.code === 'exchange.otherNetwork' && !any) return (await askAnyNetwork(problem)) ? asking(run, true) : undefined;
      return void showFailure(services, error);
    }
  };
  const imported = await asking(wanted.run, anyNetwork);
  if (!imported) return undefined;
  for (const left of imported.leftOut) services.log.warn(`${file}: ${leftOutText(left)}`);
  offerNext(
    importedText(imported),
    { label: 'Show Results', command: 'deepminer.surveyResults', arguments: [{ project, run: imported.run }] },
    ...(imported.leftOut.length > 0 ? [{ label: 'Show Log', command: 'deepminer.showLog' }] : []),
  );
  return imported;
};

function importedText({ run, imported, unchanged, older, notMined, leftOut }: ImportedAnswers): string {
  const taken = imported.map(({ expert, units }) => `${units.length} answers of ${expert}`).join(', ');
  return [
    taken ? `${taken} are taken in for ${run}.` : `Nothing new for ${run}.`,
    ...(unchanged > 0 ? [`${unchanged} were there already.`] : []),
    ...(older > 0 ? [`${older} are older than the standing answer.`] : []),
    ...(notMined.length > 0 ? [`${notMined.length} are to units that were not mined.`] : []),
    ...(leftOut.length > 0 ? [`${leftOut.length} rows were left out, the first: ${leftOutText(leftOut[0])}.`] : []),
  ].join(' ');
}

const leftOutText = ({ line, entry, reason }: LeftOut): string => `${line === undefined ? '' : `line ${line}, `}${entry}: ${reason}`;

/** Units of two networks are different units, unless one is a copy of the other: only the person can know. */
async function askAnyNetwork({ found, expected }: Problem): Promise<boolean> {
  const detail = `Found ${found}; expected ${expected}. Answers to another network say nothing of this one's units, unless both have the same weights.`;
  const anyway = 'Import Anyway';
  return (await vscode.window.showWarningMessage('These answers are about another network.', { modal: true, detail }, anyway)) === anyway;
}

/** Published labels and tables written by hand name no network: the run whose units they speak of. */
async function askNetworkRun(services: Services, project: string, file: string): Promise<string | undefined> {
  const runs = (await services.compute.listRuns({ project })).filter((r) => r.checkpoint !== undefined).reverse();
  const items = runs.map((r) => ({
    label: r.run,
    description: `${r.network}, ${r.epochsDone} of ${r.epochs} epochs`,
    detail: r.mined === undefined ? 'not mined: mine its units first' : undefined,
  }));
  const title = `DeepMiner: run whose network ${path.basename(file)} is about`;
  const placeHolder = 'The file does not say which network its units are of, and units of two networks are different units';
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.label;
}

async function askTarget(start: string): Promise<string | undefined> {
  const chosen = await vscode.window.showSaveDialog({
    title: 'Export the answers of the survey',
    defaultUri: vscode.Uri.file(start),
    filters: { 'CSV table': ['csv'], JSON: ['json'] },
  });
  return chosen?.fsPath;
}

async function askSource(start: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Answers (CSV, JSON), or published labels (JSON)',
    defaultUri: vscode.Uri.file(start),
    filters: { Answers: ['csv', 'json', 'tsv', 'txt'] },
    openLabel: 'Import',
  });
  return chosen?.[0].fsPath;
}
