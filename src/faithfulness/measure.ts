/** Measures how faithful named units and maps are to the network's decisions, once for the same network, annotations, data and options. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { namedUnits, phenomenonWords, type UnitName } from '../annotation/named';
import { type CaseFeatures, patchInputs } from '../auxiliary/caseFeatures';
import type { View } from '../dataset/model';
import { openViewNetwork } from '../mining/forward';
import type { Classifier } from '../network/graph';
import type { SessionOptions } from '../network/session';
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import { contentHash, readJson, writeJson } from '../project/files';
import type { Answer } from '../protocol/annotation';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { Faithfulness, FaithfulnessOptions, Missing } from '../protocol/faithfulness';
import type { MiningManifest } from '../protocol/mining';
import { describeProblem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { parseUnitId, type UnitIndex, unitId } from '../protocol/unit';
import { ablate } from './ablation';
import { curvesAddress, faithfulnessAddress, whatWasSaid } from './address';
import { drawCurves } from './curves';
import { keptCurves } from './keptCurves';
import { backgroundOf, type Looking } from './lookAt';
import { pointingGame } from './pointing';
import { writeReport } from './report/files';
import { unitSets } from './unitSets';

export const FAITHFULNESS_FILE = 'faithfulness.json';

export interface FaithfulnessRequest {
  classifier: Classifier;
  /** Folder of the mining result of this network, and its manifest. */
  mining: { dir: string; manifest: MiningManifest };
  /** Latest answers of the experts; those to other networks are passed over. */
  answers: readonly Answer[];
  /** Patches and views of the part that is measured on. */
  store: PatchStore;
  views: readonly View[];
  /** Features beside the images, in the network's terms; absent: nothing is known of any case. */
  features?: CaseFeatures;
  config: Pick<Config, 'patches' | 'explanation'>;
  source: { run: string; checkpoint: string; network: string };
  /** Where the curves of single views are kept. */
  cacheDir: string;
  options: FaithfulnessOptions;
  task: Task;
  session?: SessionOptions;
}

/**
 * The measurement, or the equal one that lies in the mining folder. A part that this network or data do not allow says why and leaves the
 * others standing. Files are written when all is measured, faithfulness.json last; a cancelled measurement leaves the old one
 * untouched, and its finished curves are kept.
 * Throws ProblemError when the mining result is another network's, the device fails, or the disk refuses.
 */
export async function measureFaithfulness(request: FaithfulnessRequest): Promise<{ faithfulness: Faithfulness; reused: boolean }> {
  const { mining, source, task } = request;
  if (mining.manifest.network !== source.network) throw otherNetwork(mining, source.network);
  const answers = request.answers.filter((a) => a.network === source.network);
  const file = path.join(mining.dir, FAITHFULNESS_FILE);
  const hash = contentHash(faithfulnessAddress(request, answers));
  const known = await readJson<Faithfulness>(file, 'deepminer faithfulness').catch(passOver);
  if (known?.version === 1 && known.hash === hash) {
    task.log('info', 'Faithfulness was measured on the same network, annotations, data and options before: that result is used.');
    await writeReport(mining.dir, known, true);
    return { faithfulness: known, reused: true };
  }
  const faithfulness = await measure(request, answers, hash);
  // Tables and figures never lie beside the numbers of another measurement.
  await rm(file, { force: true });
  await writeReport(mining.dir, faithfulness);
  await writeJson(file, faithfulness);
  return { faithfulness, reused: false };
}

async function measure(request: FaithfulnessRequest, answers: readonly Answer[], hash: string): Promise<Faithfulness> {
  const { classifier, mining, store, views, features, config, source, options, task, session } = request;
  const names = knownUnits(namedUnits(answers), classifier.units, task);
  const sets = unitSets(mining.manifest.units.map(parseUnitId), [...names.keys()], classifier.units, options);
  const inputs = features && patchInputs(features);
  const kept = keptCurves(request.cacheDir, curvesAddress(request));
  const ablation = await orMissing(() => ablate({ classifier, store, sets, inputs, task, session, ...options }));

  const onViews = await orMissing(async () => {
    const network = await openViewNetwork(classifier, session);
    try {
      const looking: Looking = { classifier, network, config, features };
      if (config.explanation.background !== null && backgroundOf(classifier, config) < 0)
        task.log('warn', `The background class "${config.explanation.background}" is none of this network's: the largest score decides.`);
      const onTissue = mining.manifest.options['region'] === 'tissue';
      const pointing = await orMissing(() => pointingGame({ views, looking, names, onTissue, options, task }));
      const curves =
        options.views > 0
          ? await orMissing(() => drawCurves(views, looking, options, kept, task))
          : { missing: 'No curves were asked for.' };
      return { pointing, curves };
    } finally {
      await network.release();
    }
  });
  const seen = 'missing' in onViews ? { pointing: onViews, curves: onViews } : onViews;
  return {
    version: 1,
    hash,
    run: source.run,
    checkpoint: path.basename(source.checkpoint),
    network: source.network,
    mining: mining.manifest.hash,
    annotations: contentHash(whatWasSaid(answers)),
    classes: [...classifier.classes],
    names: Object.fromEntries([...names].map(([unit, said]) => [unitId(unit), wordsOf(said)])),
    options,
    ablation,
    curves: seen.curves ?? { missing: 'No view of the sample can be read.' },
    pointing: seen.pointing ?? { missing: 'No view of this part has an outlined finding that can be read.' },
    createdAt: new Date().toISOString(),
    notice: RESEARCH_NOTICE,
  };
}

/** Without units that the network does not have: an answer from a terminal may name any. */
function knownUnits<T>(names: ReadonlyMap<UnitIndex, T>, units: number, task: Task): Map<UnitIndex, T> {
  const strange = [...names.keys()].filter((unit) => unit >= units);
  if (strange.length > 0)
    task.log('warn', `Annotations of ${strange.map(unitId).join(', ')} are passed over: the network has ${units} units.`);
  return new Map([...names].filter(([unit]) => unit < units));
}

function wordsOf(said: readonly UnitName[]): string {
  return [...new Set(said.flatMap(({ phenomena }) => phenomena.map(phenomenonWords)))].join(' / ');
}

/** What a network or a data set is not fit for; everything else is a failure. */
const UNFIT = new Set([
  'faithfulness.notPooled',
  'faithfulness.noPatch',
  'faithfulness.noPixelSize',
  'network.fixedSize',
  'network.receptiveField',
]);

async function orMissing<T>(measured: () => Promise<T>): Promise<T | Missing> {
  try {
    return await measured();
  } catch (error) {
    if (error instanceof ProblemError && UNFIT.has(error.problem.code)) return { missing: reasonOf(error) };
    throw error;
  }
}

/** Without the file: a result names no path of this machine. */
function reasonOf({ problem }: ProblemError): string {
  return describeProblem({ ...problem, file: undefined });
}

/** A damaged or absent result counts as none. */
function passOver(error: unknown): undefined {
  if (error instanceof ProblemError) return undefined;
  throw error;
}

function otherNetwork({ dir, manifest }: FaithfulnessRequest['mining'], expected: string): ProblemError {
  return new ProblemError({
    code: 'faithfulness.otherNetwork',
    file: path.join(dir, 'manifest.json'),
    found: `a mining result of network ${manifest.network.slice(0, 12)}`,
    expected: `one of network ${expected.slice(0, 12)}`,
    remedy: 'Mine this network with "deepminer mine" (command DeepMiner: Mine Units).',
  });
}
