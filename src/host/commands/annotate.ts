/** Annotate Units (the survey, for experts) and Annotate by Reference (masks of known concepts name the units). */
import * as vscode from 'vscode';
import type { UnitId } from '../../protocol/unit';
import type { SurveyRequest } from '../../survey/conversation';
import { expertNameProblem, rememberedName, rememberName } from '../answeringName';
import { mayLookAtAnswers } from '../blindAnswers';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import type { PageServices, Services } from '../services';
import { openSurvey } from '../surveyPanel';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

/** Where answers cannot be kept, the survey is opened to be looked at, for nobody. */
export const annotate = async (services: PageServices, given: unknown): Promise<unknown> => {
  const wanted = argumentsOf<ProjectArguments & { expert: string; unit: UnitId }>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  const looking = services.machineless?.whyNotAnswered(project) !== undefined;
  if (!looking && !(await ensureTrust())) return undefined;
  const expert = looking ? '' : (wanted.expert ?? (await expertName(services)));
  if (expert === undefined || (expert === '' && !looking)) return undefined;
  await openSurvey(services, { project, run: wanted.run, expert }, wanted.unit);
  return { project, expert };
};

/** The owner of a survey decides the label of each unit, all experts' answers in sight. */
export const decideLabels: Command = async (services, given) => {
  const { silent, ...wanted } = argumentsOf<ProjectArguments & { expert: string; unit: UnitId }>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project || !(await ensureTrust())) return undefined;
  const expert = wanted.expert ?? (await expertName(services));
  if (!expert || (!silent && !(await mayDecide(services, { project, run: wanted.run, expert })))) return undefined;
  await openSurvey(services, { project, run: wanted.run, expert, mode: 'consensus' }, wanted.unit);
  return { project, expert };
};

/** Whoever has not begun to annotate only decides, and is not asked. */
const mayDecide = (services: Services, survey: SurveyRequest): Promise<boolean> =>
  mayLookAtAnswers(
    services,
    survey,
    (left, units) => left > 0 && left < units.length,
    'Deciding shows what the other experts said, so that later answers are not blind any more.',
  );

export const annotateByReference: Command = async (services, given) => {
  const { silent, run, masks, ...wanted } = argumentsOf<ProjectArguments & { masks: string }>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  const annotation = await runWork(
    services,
    { title: 'Annotating by reference', run: (options) => services.compute.annotateByReference({ project, run, masks }, options) },
    silent,
  );
  if (!annotation) return undefined;
  offerNext(
    `${annotation.unitsNamed} of ${annotation.unitsSeen} units named from the concept masks; ${annotation.unitsAboveIoU} reach an IoU of 0.04.`,
    { label: 'Explain Image', command: 'deepminer.explain', arguments: [{ project, run }] },
    { label: 'Annotate Units', command: 'deepminer.annotate', arguments: [{ project, run }] },
  );
  return annotation;
};

/** The setting, else the name given before, else asked for once. */
async function expertName(services: PageServices): Promise<string | undefined> {
  const known = rememberedName(services);
  if (known) return known;
  const name = await vscode.window.showInputBox({
    title: 'DeepMiner: annotate units',
    prompt: 'Your name as an expert; your answers are filed under it (setting deepminer.expert)',
    ignoreFocusOut: true,
    validateInput: expertNameProblem,
  });
  if (name) await rememberName(services, name);
  return name?.trim();
}
