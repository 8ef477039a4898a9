/** The result of mining as files and pages see it (SPEC 6). */
import type { Phenomenon } from './annotation';
import type { Grid8, GridPlacement } from './grid';
import type { UnitId } from './unit';
import type { MeasuredConcepts } from './units';

/** One of a unit's top patches. Rectangles are in view pixels. */
export interface TopPatch {
  viewId: string;
  /** The patch's square in the view. */
  x: number;
  y: number;
  size: number;
  /** Label of the patch (class name), or `ambiguous`. */
  label: string;
  /** Largest activation of the unit on this patch, and the feature-map cell where it is. */
  activation: number;
  column: number;
  row: number;
  /** Receptive field of that cell in view pixels; may reach beyond the view. */
  field: { x: number; y: number; width: number; height: number };
  /** The unit's activation map on this patch. */
  map: Grid8;
  /** Plain thumbnail, path relative to the mining folder. */
  thumbnail: string;
}

/** How strongly a unit answers to patches of each label: its largest activation on a patch, counted in bins of equal width. */
export interface ActivationCounts {
  /** [bins + 1] rising; the last bin holds its upper edge too. */
  edges: number[];
  /** [bins] patches by label: class name, or `ambiguous`. */
  counts: Record<string, number[]>;
}

/** How often a unit was among the most influential ones for a class. */
export interface InfluenceCount {
  /** Images on which it took one of the top places (paper: eight), of how many. */
  topCount: number;
  images: number;
  /** Sum of its influences on those where it took one. */
  summedInfluence: number;
}

export interface MinedUnit {
  unit: UnitId;
  /** By class name: its weight in the linear layer, where it is the last layer's, and its places in the ranking, also where it was not chosen. */
  weights?: Record<string, number>;
  influence?: Record<string, InfluenceCount>;
  /** Over all hold-out patches. Absent, as the two above, in results that were made before they were kept. */
  activations?: ActivationCounts;
  /** Places where the unit was chosen: class and 1-based rank. */
  ranks: { className: string; rank: number; topEightCount: number; summedInfluence: number }[];
  /** Largest activation on the hold-out set, and the threshold of the masks (absolute activation). */
  maxActivation: number;
  maskThreshold: number;
  /** Where the cells of its maps lie over a patch, in shares of the patch's side. Absent: the cells tile the patch. */
  placement?: GridPlacement;
  patches: TopPatch[];
}

export interface MiningManifest {
  version: 1;
  /** Content address: hash of network, data and options. */
  hash: string;
  /** Of the network whose units these are; of those of a layer before the last, with its name behind a slash: they are other units. */
  network: string;
  /** Layer whose units were mined. Absent: the last one. */
  layer?: string;
  /** All its names in the network. */
  layerNames?: string[];
  checkpoint: string;
  /** Content address of the hold-out patches. */
  data?: string;
  classes: string[];
  options: Record<string, unknown>;
  /** Share of all top-eight places taken by the chosen units, per class, 0..1. */
  coverage: Record<string, number>;
  /** Hold-out views and patches that were looked at. */
  views: number;
  patches: number;
  /** Views that could not be read, and were left out. */
  viewsLeftOut?: number;
  /** Images the ranking counted, per class (fewer than all with the option `decided`). */
  imagesRanked?: Record<string, number>;
  /** Units that no patch of the hold-out part activates. */
  silentUnits?: number;
  /** In survey order: by class, then rank; each unit once, at its first place. */
  units: UnitId[];
}

/** made.json of a mining result: how it came to be, which does not change what it is. */
export interface MiningRecord {
  /** ISO time. */
  createdAt: string;
  /** Parts that it was merged from; absent: mined in one go. */
  shards?: number;
}

/** A part of a mining, gathered; all parts together make the result. */
export interface MinedShard {
  /** Hash of the mining that it belongs to. */
  hash: string;
  part: number;
  of: number;
  dir: string;
  /** Views and patches that it looked at. */
  views: number;
  patches: number;
}

/** A view as pages show it: a preview picture and its findings. */
export interface ViewCard {
  viewId: string;
  caseId: string;
  laterality?: 'LEFT' | 'RIGHT';
  projection?: 'CC' | 'MLO';
  /** Full size in view pixels. */
  width: number;
  height: number;
  /** Preview picture, path relative to the mining folder. */
  preview: string;
  label: string;
  /** Closed polygons in view pixels with the class they belong to. */
  outlines: { points: number[]; className: string }[];
}

export const UNIT_MIME = 'application/vnd.deepminer.unit+json';

/** A mined unit as a notebook shows it, version 1: `application/vnd.deepminer.unit+json`; its pictures travel with it. */
export interface UnitDisplay {
  version: 1;
  unit: MinedUnit;
  /** Pictures by `TopPatch.thumbnail`: data:image/…;base64,… A patch without one is shown as missing. */
  thumbnails: Record<string, string>;
  /** What experts call the unit; empty or absent when not annotated. */
  annotations?: { expert: string; phenomena: Phenomenon[] }[];
  /** The network's classes in their order; absent, as the two below, in outputs that were made before they were kept. */
  classes?: string[];
  /** Experts who looked at it and recognized nothing. */
  unrecognized?: string[];
  /** Absent also where the mining result has not been dissected. */
  concepts?: MeasuredConcepts;
  notice?: string;
}
