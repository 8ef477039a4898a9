/** Mined units as files and pages know them: places in the ranking, mask threshold, top patches with receptive field and map. */
import type { Classifier } from '../network/graph';
import type { ReceptiveField } from '../network/receptiveField';
import { AMBIGUOUS, type Patch } from '../patches/patch';
import type { Config } from '../project/config';
import type { GridPlacement } from '../protocol/grid';
import type { ActivationCounts, MinedUnit, TopPatch } from '../protocol/mining';
import { type UnitId, type UnitIndex, unitId } from '../protocol/unit';
import type { Gathering } from './gathering';
import { maskThreshold } from './masks';
import type { MinedLayer } from './minedLayer';
import type { Pictures } from './pictures';
import type { RankedUnit } from './ranking';
import type { TopMaps } from './topMaps';
import type { TopEntry } from './topPatches';

export interface MinedParts {
  classifier: Classifier;
  config: Config;
  patches: readonly Patch[];
  chosen: readonly UnitIndex[];
  perClass: readonly (readonly RankedUnit[])[];
  gathering: Gathering;
  maps: TopMaps;
  pictures: Pictures;
  activations: ReadonlyMap<UnitIndex, ActivationCounts>;
  mined: MinedLayer;
}

/** Where the cells of a map lie over a patch, in shares of the patch's side. */
export function placementOverPatch(field: ReceptiveField, inputSize: number): GridPlacement {
  const [offset, step] = [field.offset / inputSize, field.stride / inputSize];
  return { x0: offset, y0: offset, stepX: step, stepY: step };
}

/** The receptive field of a patch's cell in view pixels: the patch is `size` view pixels wide and `inputSize` network pixels. */
export function fieldInView(
  patch: Pick<Patch, 'x' | 'y' | 'size'>,
  column: number,
  row: number,
  field: ReceptiveField,
  inputSize: number,
): TopPatch['field'] {
  const scale = patch.size / inputSize;
  const from = (cell: number) => (field.offset + cell * field.stride - field.size / 2) * scale;
  const side = field.size * scale;
  return { x: patch.x + from(column), y: patch.y + from(row), width: side, height: side };
}

/** Every chosen unit by its id, in survey order. Top patches whose view could not be drawn are left out. */
export function describeUnits(parts: MinedParts): Record<UnitId, MinedUnit> {
  const { classifier, config, chosen, perClass, gathering, mined } = parts;
  const { weight } = mined;
  const placement = placementOverPatch(mined.field, classifier.inputSize);
  const units: Record<UnitId, MinedUnit> = {};
  for (const index of chosen) {
    const maxActivation = gathering.highest[index];
    const threshold = maskThreshold(config.mining.mask, maxActivation, (q) => gathering.histogram!.upperQuantile(index, q));
    const ranks = perClass.flatMap((ranked, k) =>
      ranked
        .filter((r) => r.unit === index)
        .map((r) => ({ className: config.classes[k], rank: r.rank, topEightCount: r.topCount, summedInfluence: r.summedInfluence })),
    );
    const patches = gathering.top.of(index).flatMap((entry) => topPatch(entry, index, parts) ?? []);
    const unit = unitId(index);
    const byClass = <T>(of: (k: number) => T) => Object.fromEntries(config.classes.map((name, k) => [name, of(k)]));
    units[unit] = {
      unit,
      ...(weight && { weights: byClass((k) => weight[k * mined.units + index]) }),
      influence: byClass((k) => gathering.ranking.placesOf(index, k)),
      activations: parts.activations.get(index),
      ranks,
      maxActivation,
      maskThreshold: threshold,
      placement,
      patches,
    };
  }
  return units;
}

function topPatch(
  entry: TopEntry,
  unit: UnitIndex,
  { classifier, config, patches, gathering, maps, pictures, mined }: MinedParts,
): TopPatch | undefined {
  const map = maps.get(unit)?.get(entry.patch);
  const thumbnail = pictures.thumbnails.get(entry.patch);
  if (!map || !thumbnail) return undefined;
  const { viewId, x, y, size, label } = patches[entry.patch];
  const column = entry.cell % gathering.mapWidth;
  const row = Math.floor(entry.cell / gathering.mapWidth);
  return {
    viewId,
    x,
    y,
    size,
    label: label === AMBIGUOUS ? 'ambiguous' : config.classes[label],
    activation: entry.activation,
    column,
    row,
    field: fieldInView({ x, y, size }, column, row, mined.field, classifier.inputSize),
    map,
    thumbnail,
  };
}
