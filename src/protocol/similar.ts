/** Hold-out views whose units speak most like a view's: `application/vnd.deepminer.similar+json`. */
import type { ViewCard } from './mining';
import type { UnitId } from './unit';
import type { UnitAnnotation } from './units';

export const SIMILAR_MIME = 'application/vnd.deepminer.similar+json';

/** A unit among the most influential ones of both views, with its influence on each. */
export interface SharedUnit {
  unit: UnitId;
  onQuery: number;
  onView: number;
}

export interface SimilarView {
  viewId: string;
  caseId: string;
  /** Class of its worst finding; absent where the data set does not hold the view any more. */
  label?: string;
  /** Euclidean distance of the influences of all units, in logits; what the views are ordered by. */
  distance: number;
  /** Cosine of the angle between them, -1..1: whether the pattern is the same, however strong. */
  cosine: number;
  /** By the smaller of the two influences, largest first. */
  shared: SharedUnit[];
}

/** A view as it is shown: its size in its own pixels, a small picture, its true outlines. */
export type PicturedView = Pick<ViewCard, 'viewId' | 'width' | 'height' | 'outlines'> & {
  /** data:image/jpeg;base64,… */
  picture: string;
};

export interface SimilarViews {
  version: 1;
  query: { viewId: string; caseId: string; label?: string };
  /** The class whose influences are compared, and whether it was decided for the query or asked for. */
  className: string;
  decided: boolean;
  /** How many most influential units of a view count as such (mining.topPerImage). */
  topUnits: number;
  /** Nearest first. */
  views: SimilarView[];
  /** Hold-out views that were compared. */
  compared: number;
  /** Whether other views of the query's case were among them. */
  sameCase: boolean;
  /** What experts call the shared units. */
  names: Record<UnitId, UnitAnnotation[]>;
  /** By view id; only where asked for. */
  pictures?: Record<string, PicturedView>;
  source: { run: string; network: string; mining: string };
  notice: string;
}
