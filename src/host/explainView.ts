/** Explain a view from the survey: the explanation is of the network whose units are annotated. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { SurveyConversation } from '../survey/conversation';
import { mayLookAtAnswers } from './blindAnswers';
import type { PageServices } from './services';

/** Runs the command Explain Image for the view, unless the expert does not want to see the names that others gave to units. */
export async function explainView(
  services: PageServices,
  { survey, source }: Pick<SurveyConversation, 'survey' | 'source'>,
  view: string,
): Promise<void> {
  const blind = source.mode === 'blind';
  if (blind && !(await mayLookAtAnswers(services, survey, (left, units) => left > 0 && units.some((u) => u.others > 0), WHY))) return;
  // Without a name the survey is of the newest run that is mined, which need not be the newest one: its result lies in runs/<run>/mining/<hash>.
  const run = survey.run ?? path.basename(path.dirname(path.dirname(source.miningDir)));
  await vscode.commands.executeCommand('deepminer.explain', { project: survey.project, run, view });
}

const WHY = 'An explanation calls units by the names that experts gave them, so that later answers are not blind any more.';
