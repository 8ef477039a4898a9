/** similarViews: the hold-out views whose units speak most like a view's. */
import type { View } from '../../dataset/model';
import { caseOfView } from '../../dataset/viewId';
import { findingLabel, type LabelOrder, labelOrder, viewLabel } from '../../dataset/viewLabel';
import { readSubject, type Subject, travellingPicture, viewPicture } from '../../explanation/subject';
import { readViewCards } from '../../mining/folder';
import { headWeights } from '../../network/head';
import { isPhotograph } from '../../patches/photograph';
import { readGreyRows } from '../../patches/view';
import { readInside } from '../../project/inside';
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import type { ViewCard } from '../../protocol/mining';
import { ProblemError } from '../../protocol/problem';
import type { PicturedView, SimilarView } from '../../protocol/similar';
import type { Task } from '../../protocol/task';
import { runQuery } from '../../units/queryView';
import { nearestViews } from '../../units/similar';
import { readViewTable, rowOf } from '../../units/viewTable';
import type { Method } from '../method';
import { openMining } from '../mined';
import { openUnits } from '../openUnits';
import { deviceWork } from '../thisMachine';
import { openData, openRun, viewsOf } from '../workspace';
import { findView } from './explain';

const USUAL_COUNT = 5;

export const similarViews: Method<'similarViews'> = async (params, context) => {
  const { project, run: name, view: wanted, count = USUAL_COUNT, sameCase = false, className, pictures, device } = params;
  const data = await openData(project, context);
  const opened = await openUnits(data.project, name, null);
  const run = await openRun(data.project, opened.run);
  // Refuses a result of other data by name.
  await openMining(run, data);
  const { classifier } = run;
  const { options } = opened.manifest;
  const asked = className === undefined ? undefined : classNumber(classifier.classes, className);
  const table = await readViewTable(opened.dir, classifier.units);
  const view = await findView(data, wanted);

  const { scoring, background } = data.project.config.explanation;
  context.progress({ stage: 'similar', done: 0, total: 3, message: 'read the view' });
  const order = labelOrder(classifier.classes, background);
  const subject = await readSubject(view, { order, photograph: isPhotograph(run.config.config) });
  context.signal.throwIfAborted();
  context.progress({ stage: 'similar', done: 1, total: 3, message: 'run the network' });
  const row = rowOf(table, subject.viewId);
  const request = {
    classifier,
    config: run.config.config,
    region: options.region === 'tissue' ? ('tissue' as const) : ('view' as const),
    rule: { scoring, background: classifier.classes.indexOf(background ?? '') },
  };
  const query =
    row && asked !== undefined
      ? { maxima: row, classIndex: asked }
      : await (await deviceWork(device, context))((session) => runQuery(subject.rows, { ...request, session }));
  const classIndex = asked ?? query.classIndex;

  const among = (viewId: string) => viewId !== subject.viewId && (sameCase || caseOfView(viewId) !== subject.caseId);
  const topUnits = typeof options.topPerImage === 'number' ? options.topPerImage : run.config.config.mining.topPerImage;
  const { weight } = headWeights(classifier);
  // A hold-out view is compared by the numbers that mining left, to the bit.
  const found = nearestViews({ query: row ?? query.maxima, table, weight, classIndex, among, count, topUnits });
  const known = new Map(viewsOf(data).map((v) => [v.id, v]));
  const views = found.map((neighbour) => ({
    ...neighbour,
    caseId: caseOfView(neighbour.viewId),
    label: labelOf(known.get(neighbour.viewId), order),
  }));
  const shared = [...new Set(views.flatMap((v) => v.shared.map(({ unit }) => unit)))];
  context.signal.throwIfAborted();
  context.progress({ stage: 'similar', done: 2, total: 3, message: 'find the nearest' });
  const drawn = pictures ? await drawAll(subject, views, known, opened.dir, context) : undefined;
  context.progress({ stage: 'similar', done: 3, total: 3, message: subject.viewId });
  return {
    version: 1,
    query: { viewId: subject.viewId, caseId: subject.caseId, label: subject.truth },
    className: classifier.classes[classIndex],
    decided: asked === undefined,
    topUnits,
    views,
    compared: table.views.filter(among).length,
    sameCase,
    names: Object.fromEntries(shared.map((unit) => [unit, opened.naming(unit).annotations])),
    ...(drawn && { pictures: drawn }),
    source: { run: opened.run, network: opened.manifest.network, mining: opened.manifest.hash },
    notice: RESEARCH_NOTICE,
  };
};

const labelOf = (view: View | undefined, order: LabelOrder): string | undefined => view && viewLabel(view, order);

/** Pictures of the query and of the views found; one that cannot be read is left out with a warning. */
async function drawAll(
  subject: Subject,
  views: readonly SimilarView[],
  known: ReadonlyMap<string, View>,
  miningDir: string,
  task: Task,
): Promise<Record<string, PicturedView>> {
  const cards = await readViewCards(miningDir);
  const drawn: Record<string, PicturedView> = {};
  const { width, height, picture } = await viewPicture(subject.rows);
  const outlines = subject.findings.map((f) => ({ points: f.boundary, className: findingLabel(f) }));
  drawn[subject.viewId] = { viewId: subject.viewId, width, height, picture, outlines };
  for (const { viewId } of views) {
    task.signal.throwIfAborted();
    try {
      const card = Object.hasOwn(cards, viewId) ? await drawCard(cards[viewId], miningDir) : undefined;
      const view = known.get(viewId);
      if (card) drawn[viewId] = card;
      else if (view) drawn[viewId] = await drawView(view);
    } catch (error) {
      task.log('warn', `${viewId} cannot be shown. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return drawn;
}

/** The preview that mining drew; undefined where it is gone. */
async function drawCard({ viewId, width, height, outlines, preview }: ViewCard, miningDir: string): Promise<PicturedView | undefined> {
  const bytes = await readInside(miningDir, preview).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  return bytes && { viewId, width, height, outlines, picture: await travellingPicture(bytes) };
}

async function drawView(view: View): Promise<PicturedView> {
  const { width, height, picture } = await viewPicture(await readGreyRows(view));
  const outlines = view.findings.map((f) => ({ points: f.boundary, className: findingLabel(f) }));
  return { viewId: view.id, width, height, picture, outlines };
}

function classNumber(classes: readonly string[], name: string): number {
  const index = classes.indexOf(name);
  if (index >= 0) return index;
  throw new ProblemError({
    code: 'similar.class',
    found: `the class "${name}"`,
    expected: `one of ${classes.join(', ')}`,
    remedy: 'Name a class of this network, or none: then the decided one is taken.',
  });
}
