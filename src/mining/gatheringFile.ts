/** A gathering on disk, one safetensors file: an interrupted mining goes on from it, and shards travel as it. */
import type { Tensor } from '../network/graph';
import { floatTensor } from '../network/tensor';
import { ProblemError } from '../protocol/problem';
import { readTensors, writeTensors } from '../weights/safetensors';
import { Gathering, type GatheringOptions } from './gathering';
import { ActivationHistogram } from './histogram';
import { type RankingState, UnitRanking } from './ranking';
import { TopPatches } from './topPatches';

/** What is not a tensor. */
interface Notes {
  /** Content address of the mining that it belongs to. */
  hash: string;
  options: GatheringOptions;
  ranking: RankingState;
  mapWidth: number;
  mapHeight: number;
  viewsDone: number;
  patchesDone: number;
  rankedViews: string[];
}

const REMEDY = 'Delete the folder that it lies in and mine again: that part is gathered anew.';

/** Throws ProblemError on a full or closed disk; the file before stays then. */
export async function writeGathering(file: string, hash: string, gathering: Gathering): Promise<void> {
  const { options, ranking, top, histogram, highest, lowest, mapWidth, mapHeight, viewsDone, patchesDone, rankedViews } = gathering;
  const { units, patchesPerUnit } = options;
  const { activations, patches, cells } = top.state();
  const table = [units, patchesPerUnit];
  const tensors = new Map<string, Tensor>([
    ['top.activations', floatTensor(table, activations)],
    ['top.patches', { dims: table, type: 'int32', data: patches }],
    ['top.cells', { dims: table, type: 'int32', data: cells }],
    ['highest', floatTensor([units], highest)],
    ['lowest', floatTensor([units], lowest)],
  ]);
  if (histogram) tensors.set('histogram', { dims: [units, histogram.counts.length / units], type: 'float64', data: histogram.counts });
  const notes: Notes = { hash, options, ranking: ranking.state(), mapWidth, mapHeight, viewsDone, patchesDone, rankedViews };
  await writeTensors(file, { tensors, metadata: { gathering: JSON.stringify(notes) } });
}

/**
 * Reads a gathering of the mining with this hash; `viewOf` numbers the view of each patch. Throws ProblemError when the file is missing,
 * damaged or of another mining.
 */
export async function readGathering(file: string, hash: string, viewOf: ArrayLike<number>): Promise<Gathering> {
  const { tensors, metadata } = await readTensors(file, REMEDY);
  const broken = (found: string, expected: string) =>
    new ProblemError({ code: 'mining.gathering.other', file, found, expected, remedy: REMEDY });
  const notes = parseNotes(metadata['gathering']);
  if (!notes) throw broken('no notes of a mining', 'what an interrupted mining left');
  if (notes.hash !== hash)
    throw broken(`the mining ${notes.hash.slice(0, 16)}`, `the mining ${hash.slice(0, 16)} of this network, data and options`);
  const data = <T extends Tensor['data']>(name: string): T => {
    const tensor = tensors.get(name);
    if (!tensor) throw broken(`no tensor ${name}`, 'all that was gathered');
    return tensor.data as T;
  };
  const { options } = notes;
  const { units, patchesPerUnit: keep, patchesPerView: perView } = options;
  const gathering = new Gathering(options, {
    ranking: UnitRanking.from(notes.ranking),
    top: TopPatches.from(
      { units, keep, perView },
      { activations: data('top.activations'), patches: data('top.patches'), cells: data('top.cells') },
      viewOf,
    ),
    histogram: options.quantiles ? new ActivationHistogram(units, data<Float64Array>('histogram')) : undefined,
    highest: data('highest'),
    lowest: data('lowest'),
  });
  const { mapWidth, mapHeight, viewsDone, patchesDone } = notes;
  Object.assign(gathering, { mapWidth, mapHeight, viewsDone, patchesDone });
  gathering.rankedViews.push(...notes.rankedViews);
  return gathering;
}

function parseNotes(text: string | undefined): Notes | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Notes);
  } catch {
    return undefined;
  }
}
