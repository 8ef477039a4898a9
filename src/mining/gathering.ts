/**
 * What the one look at the hold-out part gathers, view by view and patch by patch. Memory grows with units x kept patches, never with images;
 * parts that were gathered apart merge to exactly the whole.
 */
import { ActivationHistogram } from './histogram';
import { UnitRanking } from './ranking';
import { TopPatches } from './topPatches';

export interface GatheringOptions {
  classes: number;
  units: number;
  topPerImage: number;
  patchesPerUnit: number;
  patchesPerView: number;
  /** Whether mask thresholds are quantiles. */
  quantiles: boolean;
}

export class Gathering {
  readonly ranking: UnitRanking;
  readonly top: TopPatches;
  readonly histogram?: ActivationHistogram;
  /** [units] largest and smallest of the unit's largest activations on the patches. */
  readonly highest: Float32Array;
  readonly lowest: Float32Array;
  /** Size of a patch's map in cells; 0 before the first patch. */
  mapWidth = 0;
  mapHeight = 0;
  /** Views and patches of its part that are done, in their order. */
  viewsDone = 0;
  patchesDone = 0;
  /** Ids of the views that units were ranked on: those that could be read. */
  readonly rankedViews: string[] = [];

  constructor(
    readonly options: GatheringOptions,
    parts: { ranking?: UnitRanking; top?: TopPatches; histogram?: ActivationHistogram; highest?: Float32Array; lowest?: Float32Array } = {},
  ) {
    const { classes, units, topPerImage, patchesPerUnit: keep, patchesPerView: perView, quantiles } = options;
    this.ranking = parts.ranking ?? new UnitRanking({ classes, units, topPerImage });
    this.top = parts.top ?? new TopPatches({ units, keep, perView });
    this.histogram = quantiles ? (parts.histogram ?? new ActivationHistogram(units)) : undefined;
    this.highest = parts.highest ?? new Float32Array(units).fill(-Infinity);
    this.lowest = parts.lowest ?? new Float32Array(units).fill(Infinity);
  }

  get viewsLeftOut(): number {
    return this.viewsDone - this.rankedViews.length;
  }

  /** Adds the part that comes next in the order of views and patches. Throws RangeError when it was gathered with other options. */
  merge(next: Gathering): void {
    this.ranking.merge(next.ranking);
    this.top.merge(next.top);
    if (next.histogram) this.histogram?.merge(next.histogram);
    for (let u = 0; u < this.options.units; u++) {
      this.highest[u] = Math.max(this.highest[u], next.highest[u]);
      this.lowest[u] = Math.min(this.lowest[u], next.lowest[u]);
    }
    if (next.mapWidth > 0) [this.mapWidth, this.mapHeight] = [next.mapWidth, next.mapHeight];
    this.viewsDone += next.viewsDone;
    this.patchesDone += next.patchesDone;
    for (const id of next.rankedViews) this.rankedViews.push(id);
  }
}
