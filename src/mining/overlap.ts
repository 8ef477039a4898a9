/** Overlap of units with concepts, view after view: intersections, areas, and from them IoU (Network Dissection). */
import type { Mask } from '../pixels/image';
import type { GridPlacement } from '../protocol/grid';
import type { UnitIndex } from '../protocol/unit';
import type { Response } from './forward';
import { forEachAbove } from './masks';

export interface ConceptMask {
  concept: string;
  /** Over the whole view, at any resolution. */
  mask: Mask;
}

export interface ConceptIou {
  unit: UnitIndex;
  concept: string;
  /** Sum of intersections / sum of unions over all views, 0..1. */
  iou: number;
}

/** Running sums of intersections and areas per unit and concept. */
export class OverlapTally {
  /** [units] pixels where the unit speaks, over all views */
  private readonly unitArea: Float64Array;
  private readonly byConcept = new Map<string, { area: number; overlap: Float64Array }>();

  constructor(private readonly unitCount: number) {
    this.unitArea = new Float64Array(unitCount);
  }

  /** Counts one view: features [1, units, h, w] placed over a width x height picture on which the masks lie. */
  add({
    response,
    placement,
    units,
    thresholds,
    masks,
    inside,
    width,
    height,
  }: {
    response: Pick<Response, 'features' | 'width' | 'height'>;
    placement: GridPlacement;
    units: readonly UnitIndex[];
    /** of each of `units` */
    thresholds: readonly number[];
    masks: readonly ConceptMask[];
    /** Pixels where a unit may speak; absent: all. */
    inside?: Mask;
    width: number;
    height: number;
  }): void {
    const present = masks.map(({ concept, mask }) => {
      const sums = this.byConcept.get(concept) ?? { area: 0, overlap: new Float64Array(this.unitCount) };
      this.byConcept.set(concept, sums);
      for (const v of mask.data) sums.area += v;
      return { sums, data: mask.data };
    });
    const cells = response.width * response.height;
    for (const [i, unit] of units.entries()) {
      const data = response.features.subarray(unit * cells, (unit + 1) * cells);
      const map = { width: response.width, height: response.height, data, placement };
      forEachAbove(map, thresholds[i], width, height, (pixel) => {
        if (inside && inside.data[pixel] !== 1) return;
        this.unitArea[unit]++;
        for (const { sums, data: concept } of present) sums.overlap[unit] += concept[pixel];
      });
    }
  }

  /** IoU of each unit with each concept seen, by unit, then concept in the order they were met. */
  ious(units: readonly UnitIndex[]): ConceptIou[] {
    return units.flatMap((unit) =>
      [...this.byConcept].map(([concept, { area, overlap }]) => {
        const union = this.unitArea[unit] + area - overlap[unit];
        return { unit, concept, iou: union === 0 ? 0 : overlap[unit] / union };
      }),
    );
  }
}
