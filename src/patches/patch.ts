/** Patches: square crops of a view and their labels (SPEC 3). */
import type { Normalisation } from './normalise';

/** A patch's place in its view, in view pixels. */
export interface PatchPlace {
  viewId: string;
  x: number;
  y: number;
  size: number;
}

/** Index into the configured classes, or -1 for ambiguous. */
export type PatchLabel = number;
export const AMBIGUOUS: PatchLabel = -1;

export interface Patch extends PatchPlace {
  label: PatchLabel;
  /** Share of breast tissue, 0..1. */
  tissue: number;
}

/** Patches of one part of the split with their pixels on disk: memory does not grow with the data set. */
export interface PatchStore {
  /** Content address of data, patch options and part. */
  hash: string;
  /** Side of every stored patch in pixels. */
  size: number;
  patches: readonly Patch[];
  /** Reads grey patches in 0..1 by index into one block [indices.length, size, size]. */
  read(indices: readonly number[]): Promise<Float32Array>;
  /**
   * As toNetworkInput(read(indices)), to the bit but faster: a network's input [indices.length, 3, size, size]. `spare` is an array that the
   * caller is done with: one of the right length is written over and given back, or moves to another thread.
   */
  input?(indices: readonly number[], normalisation: Normalisation, spare?: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}
