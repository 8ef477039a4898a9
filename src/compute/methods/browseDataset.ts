/** datasetOverview, listCases, listCaseViews, viewThumbnail, viewPicture: a data set to leaf through, a page at a time. */
import path from 'node:path';
import { caseOverview, casesOf, overviewOf, viewOverview } from '../../dataset/browse';
import { lookKey } from '../../dataset/check/keptLooks';
import { makeRoom } from '../../dataset/check/preview';
import type { View } from '../../dataset/model';
import { labelOrder } from '../../dataset/viewLabel';
import { PICTURE_SIDE, viewPicture as pictureOf, THUMBNAIL_SIDE } from '../../dataset/viewPicture';
import { portableName } from '../../project/fileName';
import { writeFileWhole } from '../../project/files';
import { ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import type { Method } from '../method';
import { type OpenData, openData } from '../workspace';

/**
 * The data set that was looked at last. Opening it asks every file whether it has changed, which takes a second for some thousand cases: the
 * overview does that, and the rows below it are of what it saw.
 */
let last: { project: string; data: OpenData } | undefined;

export const datasetOverview: Method<'datasetOverview'> = async ({ project }, context) => {
  last = undefined;
  const data = await openData(project, context);
  last = { project, data };
  return overviewOf(data.dataset, data.parts);
};

export const listCases: Method<'listCases'> = async ({ project, part, from, count }, context) => {
  const data = await seen(project, context);
  const cases = casesOf(data.dataset, data.parts, part);
  return { total: cases.length, cases: cases.slice(from, from + count).map((c) => caseOverview(c, orderOf(data))) };
};

export const listCaseViews: Method<'listCaseViews'> = async ({ project, caseId }, context) => {
  const data = await seen(project, context);
  const found = data.dataset.cases.find((c) => c.id === caseId);
  if (!found) throw unknown(data, `case ${caseId}`);
  return found.views.map((view) => viewOverview(view, orderOf(data)));
};

export const viewThumbnail: Method<'viewThumbnail'> = async ({ project, view }, context) => {
  const { jpeg, width, height } = await pictureOf(viewOf(await seen(project, context), view), THUMBNAIL_SIDE, true);
  return { picture: Buffer.from(jpeg).toString('base64'), width, height };
};

export const viewPicture: Method<'viewPicture'> = async ({ project, view: viewId }, context) => {
  const data = await seen(project, context);
  const view = viewOf(data, viewId);
  const folder = path.join(data.project.cacheDir, 'views');
  // The file's name is what the editor's tab says; the folder changes when the view does.
  const file = path.join(folder, (await lookKey(view)) ?? 'gone', `${portableName(viewId)}.jpg`);
  const { jpeg } = await pictureOf(view, PICTURE_SIDE, true);
  await makeRoom(folder);
  await writeFileWhole(file, jpeg);
  return { file };
};

async function seen(project: string, task: Task): Promise<OpenData> {
  if (last?.project !== project) last = { project, data: await openData(project, task) };
  return last.data;
}

const orderOf = ({ project: { config } }: OpenData) => labelOrder(config.classes, config.explanation.background);

function viewOf(data: OpenData, viewId: string): View {
  for (const { views } of data.dataset.cases) {
    const view = views.find((v) => v.id === viewId);
    if (view) return view;
  }
  throw unknown(data, `view ${viewId}`);
}

function unknown({ dataset }: OpenData, what: string): ProblemError {
  return new ProblemError({
    code: 'dataset.gone',
    file: dataset.root,
    found: `no ${what}`,
    expected: 'a data set that has not changed since it was listed',
    remedy: 'Refresh the Data Set view.',
  });
}
