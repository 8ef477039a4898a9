/** The patches that excite each unit most, kept while patches stream by: memory grows with units x kept, never with patches. */
import type { UnitIndex } from '../protocol/unit';

export interface TopEntry {
  /** Index of the patch in its store. */
  patch: number;
  /** The view it lies in, as a number; the limit counts these. */
  view: number;
  activation: number;
  /** Cell of the maximum: row x width + column. */
  cell: number;
}

export interface TopPatchesOptions {
  units: number;
  /** Patches kept for a unit (published: 64). */
  keep: number;
  /** At most this many from one view; 0: no limit (published). */
  perView: number;
}

export interface TopPatchesState {
  activations: Float32Array;
  patches: Int32Array;
  cells: Int32Array;
}

/**
 * Per unit the `keep` patches of largest activation of which at most `perView` lie in one view: the best `perView` of every view, then
 * the best `keep` of those. Ties go to the smaller patch index, so the result does not depend on the order or the parts patches come in.
 */
export class TopPatches {
  private readonly entries: TopEntry[][];

  constructor(readonly options: TopPatchesOptions) {
    this.entries = Array.from({ length: options.units }, () => []);
  }

  /** Offers one patch to one unit. Each patch is offered once. */
  add(unit: number, patch: number, view: number, activation: number, cell: number): void {
    const list = this.entries[unit];
    const { keep, perView } = this.options;
    const full = list.length === keep;
    // Most patches end here.
    if (full && !ahead(activation, patch, list[keep - 1])) return;
    let out = full ? keep - 1 : -1;
    if (perView > 0) {
      let same = 0;
      let last = -1;
      for (let i = 0; i < list.length; i++)
        if (list[i].view === view) {
          same++;
          last = i;
        }
      // A view that has its number gives up its own weakest patch, or takes no other.
      if (same >= perView) {
        if (!ahead(activation, patch, list[last])) return;
        out = last;
      }
    }
    if (out >= 0) list.splice(out, 1);
    let place = list.length;
    while (place > 0 && ahead(activation, patch, list[place - 1])) place--;
    list.splice(place, 0, { patch, view, activation, cell });
  }

  /** Adds another part's entries; views and patches must be numbered alike. Throws RangeError when its options differ. */
  merge(other: TopPatches): void {
    const { units, keep, perView } = this.options;
    if (other.options.units !== units || other.options.keep !== keep || other.options.perView !== perView)
      throw new RangeError('Only top patches of the same network and options can be merged.');
    other.entries.forEach((list, unit) => {
      for (const e of list) this.add(unit, e.patch, e.view, e.activation, e.cell);
    });
  }

  /** A unit's patches, largest activation first. */
  of(unit: UnitIndex): readonly TopEntry[] {
    return this.entries[unit];
  }

  /** Everything in tables [units, keep], for a file; places that nothing took hold patch -1. */
  state(): TopPatchesState {
    const { units, keep } = this.options;
    const activations = new Float32Array(units * keep);
    const patches = new Int32Array(units * keep).fill(-1);
    const cells = new Int32Array(units * keep);
    this.entries.forEach((list, unit) => {
      list.forEach(({ patch, activation, cell }, i) => {
        const at = unit * keep + i;
        [activations[at], patches[at], cells[at]] = [activation, patch, cell];
      });
    });
    return { activations, patches, cells };
  }

  /** @param viewOf number of the view of each patch */
  static from(options: TopPatchesOptions, { activations, patches, cells }: TopPatchesState, viewOf: ArrayLike<number>): TopPatches {
    const top = new TopPatches(options);
    patches.forEach((patch, at) => {
      if (patch >= 0)
        top.entries[Math.floor(at / options.keep)].push({ patch, view: viewOf[patch], activation: activations[at], cell: cells[at] });
    });
    return top;
  }
}

function ahead(activation: number, patch: number, of: TopEntry): boolean {
  return activation > of.activation || (activation === of.activation && patch < of.patch);
}
