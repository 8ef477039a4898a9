/** Show Study Results: what a reader study came to; asks which where there are several. */
import * as vscode from 'vscode';
import type { StudyListing } from '../../protocol/study';
import { chooseProject } from '../projects';
import type { Services } from '../services';
import { openStudyResults } from '../studyResultsPanel';
import { ensureTrust } from '../work';
import { argumentsOf, type Command } from './command';

export const showStudyResults: Command = async (services, given) => {
  const { study, ...wanted } = argumentsOf<{ project: string; study: string }>(given);
  const project = (await ensureTrust()) ? await chooseProject(services, wanted.project) : undefined;
  const name = project && (study ?? (await askStudy(services, project)));
  if (project && name) openStudyResults(services, { project, study: name });
};

/** The only study, or the chosen one; undefined where there is none, which is said, or nothing was chosen. */
async function askStudy(services: Services, project: string): Promise<string | undefined> {
  const studies = await services.compute.listStudies({ project });
  if (studies.length === 0) {
    void vscode.window.showInformationMessage('This project has no reader study yet. Create one first.');
    return undefined;
  }
  if (studies.length === 1) return studies[0].name;
  const items = studies.map((s) => ({ label: s.name, description: `${s.cases} cases, ${s.run}`, detail: readersText(s) }));
  return (await vscode.window.showQuickPick(items, { title: 'DeepMiner: study whose results to show', matchOnDescription: true }))?.label;
}

function readersText({ readers, key }: StudyListing): string {
  const read = readers.map(({ reader, answered, of }) => `${reader} ${answered} of ${of}`).join(', ') || 'nobody has answered yet';
  return key ? read : `${read}; its key is missing, without which nothing can be scored`;
}
