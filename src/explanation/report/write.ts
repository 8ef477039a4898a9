/** Explains many views with one open network and writes the browsable report: a page a view as they are done, the index last. */
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { View } from '../../dataset/model';
import { readManifest } from '../../mining/folder';
import { openViewNetwork } from '../../mining/forward';
import { contentHash, writeFileWhole, writeJson } from '../../project/files';
import type { Explanation, ViewPart } from '../../protocol/explanation';
import type { ExplainAllResult, FailedView, ReportedView, ReportPart } from '../../protocol/explanationReport';
import { ProblemError } from '../../protocol/problem';
import { paced } from '../../protocol/task';
import { agreementTable } from '../agreementTable';
import { type ExplanationRequest, explainWith } from '../explain';
import { stillOf } from '../picture';
import { agreementCsv } from './agreementText';
import { cardOf } from './card';
import { concernsAllViews, reasonOf } from './failure';
import { finishedCard, INDEX, type KeptCard, type ReportAssets, viewFiles } from './folder';
import { indexPage } from './indexPage';
import { failedPage, type Neighbours, viewPage } from './viewPage';

/** Counts the changes of what pages show: older ones are made anew. */
const PAGES = 1;
const THUMBNAIL_HEIGHT = 240;

export interface ReportRequest extends Omit<ExplanationRequest, 'view' | 'part'> {
  views: readonly View[];
  parts: ReadonlyMap<string, ViewPart>;
  part: ReportPart;
  /** Files that the data set leaves out, and why. */
  leftOut: readonly string[];
  /** Folder to write into. */
  dir: string;
  assets: ReportAssets;
}

/**
 * Writes the report. One view is in memory at a time. A page that is finished and of the same view, network, mining result, answers
 * and settings is kept; a view that cannot be explained is listed with its reason. Throws ProblemError when nothing can be explained
 * (another network's mining result, an unknown class) or written; stops between the steps of a view on abort, pages being kept.
 */
export async function writeReport(request: ReportRequest): Promise<Omit<ExplainAllResult, 'seconds'>> {
  const { views, dir, classifier, config, task, assets, source, part } = request;
  const manifest = await readManifest(request.mining);
  const common = commonAddress(request, manifest.hash);
  const cards = new Map<string, ReportedView>();
  const open: { view: View; neighbours: Neighbours; of: string }[] = [];
  for (const [i, view] of views.entries()) {
    const neighbours = { before: views[i - 1]?.id, after: views[i + 1]?.id };
    const of = await contentAddress(request, common, view, neighbours);
    const card = await finishedCard(dir, view.id, of);
    if (card) cards.set(view.id, card);
    else open.push({ view, neighbours, of });
  }
  const kept = cards.size;
  if (kept > 0) task.log('info', `${kept} of ${views.length} pages are finished and kept.`);

  // The index comes last: until then no page of an earlier report is taken for one of this.
  await rm(path.join(dir, INDEX), { force: true });
  for (const [name, bytes] of Object.entries(assets)) await writeFileWhole(path.join(dir, name), bytes);
  const failed: FailedView[] = [];
  const report = paced('explain', open.length, task);
  const quiet = { ...task, progress: () => undefined };
  const network = open.length > 0 ? await openViewNetwork(classifier, request.session) : undefined;
  try {
    for (const [done, { view, neighbours, of }] of open.entries()) {
      task.signal.throwIfAborted();
      report(done, view.id);
      try {
        const { explanation } = await explainWith(network!, { ...request, view, part: request.parts.get(view.caseId), task: quiet });
        cards.set(view.id, await writeView(dir, explanation, neighbours, of));
      } catch (error) {
        if (!(error instanceof ProblemError) || concernsAllViews(error.problem)) throw error;
        const reason = reasonOf(error.problem, [path.dirname(view.file)]);
        failed.push({ viewId: view.id, reason });
        task.log('warn', `${view.id}: ${error.message}`);
        await writeFileWhole(viewFiles(dir, view.id).page, failedPage(view.id, reason, neighbours));
      }
    }
    report(open.length, `${open.length} views`);
  } finally {
    await network?.release();
  }

  const shown = views.flatMap((view) => cards.get(view.id) ?? []);
  const agreement = agreementTable(shown, classifier.classes);
  const { background } = config.explanation;
  const index = path.join(dir, INDEX);
  const page = indexPage({
    run: source.run,
    part,
    className: request.className,
    network: source.network,
    mining: manifest.hash,
    classes: classifier.classes,
    background,
    views: shown,
    failed,
    leftOut: request.leftOut,
    agreement,
  });
  await writeFileWhole(path.join(dir, 'agreement.csv'), agreementCsv(agreement));
  await writeFileWhole(index, page);
  return { dir, index, run: source.run, part, views: shown.length, kept, failed, agreement };
}

/** The card last: with it the page counts as finished. */
async function writeView(dir: string, explanation: Explanation, neighbours: Neighbours, of: string): Promise<ReportedView> {
  const files = viewFiles(dir, explanation.viewId);
  const card = cardOf(explanation);
  await writeFileWhole(files.page, viewPage(explanation, neighbours));
  await writeFileWhole(files.still, await stillOf(explanation));
  await writeFileWhole(files.thumbnail, await thumbnailOf(explanation));
  await writeJson(files.card, { of, card } satisfies KeptCard);
  return card;
}

async function thumbnailOf({ view }: Explanation): Promise<Uint8Array> {
  const bytes = Buffer.from(view.picture.slice(view.picture.indexOf(',') + 1), 'base64');
  return sharp(bytes).resize({ height: THUMBNAIL_HEIGHT, withoutEnlargement: true }).jpeg({ quality: 78 }).toBuffer();
}

/** Of all that every page depends on. */
function commonAddress({ config, source, className, answers }: ReportRequest, mining: string): string {
  const { patches, explanation } = config;
  return contentHash({
    pages: PAGES,
    source: { ...source, checkpoint: path.basename(source.checkpoint) },
    mining,
    className,
    answers,
    config: { patches, explanation, mask: config.mining.mask },
  });
}

async function contentAddress({ features, parts }: ReportRequest, common: string, view: View, neighbours: Neighbours): Promise<string> {
  const { file, ...described } = view;
  const pixels = await stat(file).catch(() => undefined);
  return contentHash({
    common,
    view: described,
    pixels: pixels && [pixels.size, pixels.mtimeMs],
    part: parts.get(view.caseId),
    features: features?.written(view.caseId),
    neighbours,
  });
}
