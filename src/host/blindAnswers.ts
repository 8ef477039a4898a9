/** Who has seen the others' answers cannot answer blind any more: asked before it is too late. */
import * as vscode from 'vscode';
import type { SurveyUnit } from '../protocol/survey';
import type { SurveyRequest } from '../survey/conversation';
import type { PageServices } from './services';

/**
 * Whether the expert may be shown what others said: asked where `spoils` says that answers which are still to be given would suffer.
 * `left`: how many units have no answer of the expert yet. `why`: a sentence on what will be shown.
 */
export async function mayLookAtAnswers(
  services: PageServices,
  { project, run, expert }: SurveyRequest,
  spoils: (left: number, units: readonly SurveyUnit[]) => boolean,
  why: string,
): Promise<boolean> {
  const { units, answers } = await services.compute.surveyState({ project, run, expert });
  const left = units.length - new Set(answers.map((a) => a.unit)).size;
  if (!spoils(left, units)) return true;
  const go = 'Show the Answers';
  const detail = `${left} of ${units.length} units have no answer of ${expert} yet. ${why}`;
  return (await vscode.window.showWarningMessage('See the answers of the other experts?', { modal: true, detail }, go)) === go;
}
