/** What the notebook renderer of explanations and the extension host say to each other; a renderer without a host beside it asks nothing. */
import type { UnitDisplay } from './mining';
import type { UnitId } from './unit';

/** Id of the renderer in package.json. */
export const EXPLANATION_RENDERER = 'deepminer.explanation';

/** A unit of an explanation, and the network whose unit it is. */
export interface ExplainedUnit {
  unit: UnitId;
  run: string;
  /** Content hash of the network and its weights. */
  network: string;
}

/** `request` names the question in its answer; questions of several outputs reach the host through one channel. */
export type RendererToHost =
  | ({ type: 'unit'; request: string } & ExplainedUnit)
  | ({ type: 'openUnit' | 'annotate'; request: string } & ExplainedUnit)
  /** `name` is a proposed file name, `data` the text of an SVG or a PNG in base64. */
  | { type: 'save'; request: string; name: string; format: 'svg' | 'png'; data: string };

export type HostToRenderer =
  | { type: 'unit'; request: string; display: UnitDisplay }
  /** `file` is absent where the person chose none. */
  | { type: 'saved'; request: string; file?: string }
  /** The unit's page or the survey is open. */
  | { type: 'opened'; request: string }
  | { type: 'failed'; request: string; message: string };
