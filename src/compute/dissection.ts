/** Dissects a run's network against masks of known concepts and keeps what it finds beside the mining result whose units it probed. */
import path from 'node:path';
import { conceptChart } from '../concepts/chart';
import { maskFolder } from '../concepts/maskFolder';
import { ownMasks } from '../concepts/ownMasks';
import { conceptReport } from '../concepts/report';
import type { ConceptSource } from '../concepts/source';
import { conceptTable } from '../concepts/table';
import { reportText } from '../concepts/wording';
import type { View } from '../dataset/model';
import { type ConceptIou, dissect } from '../mining/dissect';
import type { Config } from '../project/config';
import { writeFileWhole, writeJson } from '../project/files';
import { type ConceptReport, DISSECTION_QUANTILE, type Dissection, type DissectionParams } from '../protocol/concepts';
import type { DeviceChoice } from '../protocol/device';
import { stepsInside } from '../protocol/inside';
import { ProblemError } from '../protocol/problem';
import { parseUnitId } from '../protocol/unit';
import { jobName } from './deviceQueue';
import type { MethodContext } from './method';
import { type OpenMining, openMining } from './mined';
import { deviceWork } from './thisMachine';
import { type OpenData, openData, openRun, viewsOf } from './workspace';

export interface DissectedRun {
  data: OpenData;
  mining: OpenMining;
  report: ConceptReport;
  ious: ConceptIou[];
}

/** Measures; writes nothing. Throws ProblemError where there are no masks, no mined units, or no view that can be read. */
export async function dissectRun(
  { project, run: name, masks, quantile = DISSECTION_QUANTILE, allUnits, device }: DissectionParams & { device?: DeviceChoice },
  context: MethodContext,
): Promise<DissectedRun> {
  if (!(quantile > 0 && quantile < 1)) throw wrongQuantile(quantile);
  const data = await openData(project, context);
  const run = await openRun(data.project, name);
  const mining = await openMining(run, data);
  const { manifest } = mining;
  const views = viewsOf(data, 'holdout');
  const source = await sourceOf(masks, views, data, context);
  // Units are probed where mining ranked them: over the whole view or on the breast.
  const region = manifest.options.region === 'tissue' ? 'tissue' : 'view';
  const config: Config = { ...run.config.config, mining: { ...run.config.config.mining, region } };
  const onDevice = await deviceWork(device, context, jobName('Dissecting', project, run.run));
  const found = await onDevice((session) =>
    dissect({
      classifier: run.classifier,
      views,
      config,
      masks: source.masks,
      units: allUnits ? undefined : manifest.units.map(parseUnitId),
      quantile,
      task: context,
      session,
    }),
  );
  if (found.views === 0) throw nothingReadable(views);
  if (found.occurrences.size === 0) throw nothingMarked(source);
  const { network, hash } = manifest;
  const report = conceptReport(found, {
    network,
    mining: hash,
    masks: source.name,
    quantile,
    viewsLeftOut: views.length - found.views,
  });
  return { data, mining, report, ious: found.ious };
}

/** Where a dissection's files lie in the folder of a mining result. */
export function dissectionFiles(dir: string): Dissection['files'] {
  return { report: path.join(dir, 'concepts.json'), table: path.join(dir, 'concepts.csv'), chart: path.join(dir, 'concepts.svg') };
}

/** Writes report, table and chart beside the mined units, in the place of an earlier dissection's; the report last. */
export async function keepDissection({ mining, report }: DissectedRun): Promise<Dissection> {
  const files = dissectionFiles(mining.dir);
  const svg = conceptChart(report);
  await writeFileWhole(files.table, conceptTable(report));
  await writeFileWhole(files.chart, svg);
  await writeJson(files.report, report);
  return { report, svg, text: reportText(report), files };
}

async function sourceOf(masks: string | undefined, probed: View[], data: OpenData, context: MethodContext): Promise<ConceptSource> {
  if (masks === undefined) return ownMasks(probed, context);
  const folder = path.resolve(data.project.dir, masks);
  // A path outside the project may say whose computer this is.
  const name = stepsInside(data.project.dir, folder, path) || path.basename(folder);
  return maskFolder(folder, { name, probed, known: viewsOf(data), task: context });
}

function wrongQuantile(found: number): ProblemError {
  return new ProblemError({
    code: 'dissect.quantile',
    found: `a quantile of ${found}`,
    expected: 'a share between 0 and 1, e.g. 0.005 (Network Dissection)',
    remedy: 'Choose how large a share of its activations counts as a unit speaking.',
  });
}

function nothingReadable(views: readonly View[]): ProblemError {
  return new ProblemError({
    code: 'dissect.unreadable',
    file: views[0]?.file,
    found: `${views.length} hold-out views, none of which can be read`,
    expected: 'readable mammograms',
    remedy: 'The warnings before this one name each file; restore them from their source.',
  });
}

function nothingMarked({ name, concepts }: ConceptSource): ProblemError {
  return new ProblemError({
    code: 'concepts.none',
    found: `masks (${name}) of ${concepts.length} concepts, none of which can be read`,
    expected: 'masks of hold-out views',
    remedy: 'The warnings before this one name each file.',
  });
}
