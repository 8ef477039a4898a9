/** Overlap of units with concepts, view after view: intersections, areas, and from them IoU (Network Dissection). */
import type { Mask } from '../pixels/image';
import type { GridPlacement } from '../protocol/grid';
import type { UnitIndex } from '../protocol/unit';
import { forEachAbove } from './masks';

export interface ConceptMask {
  concept: string;
  /** Over the whole view, at any resolution; undefined where the concept's mask of this view cannot be read. */
  mask: Mask | undefined;
}

export interface ConceptIou {
  unit: UnitIndex;
  concept: string;
  /** Sum of intersections / sum of unions over all views, 0..1. */
  iou: number;
}

interface Sums {
  /** Views with at least one pixel of it. */
  views: number;
  area: number;
  /** [units] */
  overlap: Float64Array;
  /** [units] where the unit speaks in views that say nothing of the concept: they count in no union. */
  unknown: Float64Array;
}

/** Running sums of intersections and areas per unit and concept: memory grows with units x concepts, never with views. */
export class OverlapTally {
  /** [units] pixels where the unit speaks, over all views */
  private readonly unitArea: Float64Array;
  private readonly byConcept = new Map<string, Sums>();

  constructor(readonly units: readonly UnitIndex[]) {
    this.unitArea = new Float64Array(units.length);
  }

  /**
   * Counts one view: maps of the tally's units placed over a width x height picture on which the masks lie. A concept without a mask
   * does not occur in it; one whose mask is undefined is not counted there, neither for it nor against it.
   */
  add({
    maps,
    placement,
    thresholds,
    masks,
    inside,
    width,
    height,
  }: {
    /** data [units, height, width] */
    maps: { width: number; height: number; data: Float32Array };
    placement: GridPlacement;
    /** [units] */
    thresholds: readonly number[];
    masks: readonly ConceptMask[];
    /** Pixels where a unit may speak; absent: all. */
    inside?: Mask;
    width: number;
    height: number;
  }): void {
    const present: { sums: Sums; data: Uint8Array }[] = [];
    const unknown: Sums[] = [];
    for (const { concept, mask } of masks) {
      const sums = this.sumsOf(concept);
      if (!mask) unknown.push(sums);
      else {
        let area = 0;
        for (const v of mask.data) area += v;
        sums.area += area;
        if (area > 0) {
          sums.views++;
          present.push({ sums, data: mask.data });
        }
      }
    }
    const cells = maps.width * maps.height;
    for (let u = 0; u < this.units.length; u++) {
      const map = { width: maps.width, height: maps.height, data: maps.data.subarray(u * cells, (u + 1) * cells), placement };
      let spoken = 0;
      forEachAbove(map, thresholds[u], width, height, (pixel) => {
        if (inside && inside.data[pixel] !== 1) return;
        spoken++;
        for (const { sums, data } of present) sums.overlap[u] += data[pixel];
      });
      this.unitArea[u] += spoken;
      for (const sums of unknown) sums.unknown[u] += spoken;
    }
  }

  /** IoU of each unit with each concept met, by unit, then concept in the order they were met. */
  ious(): ConceptIou[] {
    return this.units.flatMap((unit, u) =>
      [...this.byConcept].map(([concept, { area, overlap, unknown }]) => {
        const union = this.unitArea[u] - unknown[u] + area - overlap[u];
        return { unit, concept, iou: union === 0 ? 0 : overlap[u] / union };
      }),
    );
  }

  /** Views in which each concept occurs. */
  occurrences(): Map<string, number> {
    return new Map([...this.byConcept].map(([concept, { views }]) => [concept, views]));
  }

  private sumsOf(concept: string): Sums {
    const count = this.units.length;
    const sums = this.byConcept.get(concept) ?? {
      views: 0,
      area: 0,
      overlap: new Float64Array(count),
      unknown: new Float64Array(count),
    };
    this.byConcept.set(concept, sums);
    return sums;
  }
}
