/** Which units decide: the most influential units of every image, counted per class, and the share of all places they take (coverage). */
import type { UnitIndex } from '../protocol/unit';
import { ExactSum } from '../statistics/exactSum';
import { influences, largestUnits } from './influence';

export interface RankedUnit {
  unit: UnitIndex;
  /** 1-based within its class. */
  rank: number;
  /** Images on which it took one of the top places. */
  topCount: number;
  /** Sum of its influences on those images. */
  summedInfluence: number;
}

export interface RankingOptions {
  classes: number;
  units: number;
  /** Most influential units of an image and class (paper: 8). */
  topPerImage: number;
}

/** Running counts of one class, as add() and merge() keep them: memory grows with classes x units, never with images. */
interface Tally {
  images: number;
  places: number;
  /** [units] */
  counts: Float64Array;
  sums: Map<number, ExactSum>;
}

/** Counts as plain JSON, by class. */
export interface RankingState {
  options: RankingOptions;
  tallies: { images: number; places: number; counts: Record<string, number>; sums: Record<string, number[]> }[];
}

/** Counts top places image by image; parts of a data set counted apart merge to exactly the same ranking. */
export class UnitRanking {
  private readonly tallies: Tally[];

  constructor(readonly options: RankingOptions) {
    this.tallies = Array.from({ length: options.classes }, () => ({
      images: 0,
      places: 0,
      counts: new Float64Array(options.units),
      sums: new Map(),
    }));
  }

  /**
   * Counts one image.
   * @param maxima [units] largest activations on it
   * @param weight [classes, units] of the linear layer, or of this image where the units are not the last layer's
   * @param decided count it for this class only; absent: for every class
   */
  add(maxima: Float32Array, weight: Float32Array, decided?: number): void {
    for (let k = 0; k < this.options.classes; k++) {
      if (decided !== undefined && decided !== k) continue;
      const tally = this.tallies[k];
      const influence = influences(maxima, weight, k);
      const top = largestUnits(influence, this.options.topPerImage);
      tally.images++;
      tally.places += top.length;
      for (const unit of top) {
        tally.counts[unit]++;
        const sum = tally.sums.get(unit) ?? new ExactSum();
        tally.sums.set(unit, sum.add(influence[unit]));
      }
    }
  }

  /** Adds another part's counts. Throws RangeError when it was counted with other options. */
  merge(other: UnitRanking): void {
    const { classes, units, topPerImage } = this.options;
    if (other.options.classes !== classes || other.options.units !== units || other.options.topPerImage !== topPerImage)
      throw new RangeError('Only rankings of the same network and options can be merged.');
    other.tallies.forEach((from, k) => {
      const to = this.tallies[k];
      to.images += from.images;
      to.places += from.places;
      for (let u = 0; u < units; u++) to.counts[u] += from.counts[u];
      for (const [unit, sum] of from.sums) to.sums.set(unit, (to.sums.get(unit) ?? new ExactSum()).merge(sum));
    });
  }

  state(): RankingState {
    return {
      options: this.options,
      tallies: this.tallies.map(({ images, places, counts, sums }) => ({
        images,
        places,
        counts: Object.fromEntries([...sums.keys()].map((unit) => [unit, counts[unit]])),
        sums: Object.fromEntries([...sums].map(([unit, sum]) => [unit, sum.state()])),
      })),
    };
  }

  static from({ options, tallies }: RankingState): UnitRanking {
    const ranking = new UnitRanking(options);
    tallies.forEach(({ images, places, counts, sums }, k) => {
      const tally = ranking.tallies[k];
      Object.assign(tally, { images, places });
      for (const [unit, count] of Object.entries(counts)) tally.counts[Number(unit)] = count;
      for (const [unit, sum] of Object.entries(sums)) tally.sums.set(Number(unit), ExactSum.from(sum));
    });
    return ranking;
  }

  /** Images counted for a class. */
  images(classIndex: number): number {
    return this.tallies[classIndex].images;
  }

  /**
   * The units that took a top place most often for a class (paper: 20); ties by larger summed influence, then smaller index.
   * A unit that never took a place is never chosen.
   */
  chosen(classIndex: number, count: number): RankedUnit[] {
    const { counts, sums } = this.tallies[classIndex];
    const taken = [...sums].map(([unit, sum]) => ({ unit: unit as UnitIndex, topCount: counts[unit], summedInfluence: sum.value }));
    taken.sort((a, b) => b.topCount - a.topCount || b.summedInfluence - a.summedInfluence || a.unit - b.unit);
    return taken.slice(0, count).map((t, i) => ({ ...t, rank: i + 1 }));
  }

  /** How often a unit took a top place for a class, and the sum of its influences there. */
  placesOf(unit: UnitIndex, classIndex: number): { topCount: number; images: number; summedInfluence: number } {
    const { counts, sums, images } = this.tallies[classIndex];
    return { topCount: counts[unit], images, summedInfluence: sums.get(unit)?.value ?? 0 };
  }

  /** Share of all top places of a class that its `count` chosen units take, 0..1 (paper: 59.27, 69.77, 75.82 %); 0 without images. */
  coverage(classIndex: number, count: number): number {
    const { places } = this.tallies[classIndex];
    if (places === 0) return 0;
    return this.chosen(classIndex, count).reduce((sum, u) => sum + u.topCount, 0) / places;
  }
}

/** Chosen units in survey order: by class, then rank; each once, at its first place. */
export function surveyOrder(perClass: readonly (readonly RankedUnit[])[]): UnitIndex[] {
  return [...new Set(perClass.flatMap((units) => units.map((u) => u.unit)))];
}
