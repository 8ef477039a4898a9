/** The pointing game over all views with findings: CAM, probability map and the maps of the named units that explanations show. */
import type { UnitName } from '../annotation/named';
import type { View } from '../dataset/model';
import { labelOrder, viewLabel } from '../dataset/viewLabel';
import { evidenceOf } from '../explanation/evidence';
import { headWeights } from '../network/head';
import type { FaithfulnessOptions, Pointing, PointingTrial } from '../protocol/faithfulness';
import type { Finding } from '../protocol/finding';
import { ProblemError } from '../protocol/problem';
import { paced, type Task } from '../protocol/task';
import { parseUnitId, type UnitId, type UnitIndex } from '../protocol/unit';
import { aimOf } from './aim';
import { categoriesOf, findingsOf } from './categories';
import { type Looking, lookAt, type SeenView } from './lookAt';
import { pointingRows } from './pointingRows';
import { regionOf } from './viewCurves';

export interface PointingRequest {
  /** Views of the part; those without an outlined finding are passed over. */
  views: readonly View[];
  looking: Looking;
  names: ReadonlyMap<UnitIndex, UnitName[]>;
  /** Whether mining counted influence on the breast alone: explanations then do, too. */
  onTissue: boolean;
  options: FaithfulnessOptions;
  task: Task;
}

/**
 * One forward pass a view. Undefined when no view of the part has an outlined finding that can be read. Throws ProblemError when the tolerance
 * is in millimetres and a view's pixel size is not known. Stops within one view on abort.
 */
export async function pointingGame(request: PointingRequest): Promise<Pointing | undefined> {
  const { views, looking, options, task } = request;
  const outlined = views.filter((view) => outlinedFindings(view).length > 0);
  const progress = paced('faithfulness: pointing', outlined.length, task);
  const trials: PointingTrial[] = [];
  let notCounted = 0;
  let seenViews = 0;
  for (const [i, view] of outlined.entries()) {
    task.signal.throwIfAborted();
    const tolerance = toleranceIn(view, options.tolerance);
    const seen = await lookAt(view, looking, task);
    if (seen) {
      const asked = trialsOf(seen, tolerance, request);
      trials.push(...asked.trials);
      notCounted += asked.notCounted;
      seenViews++;
    }
    progress(i + 1, view.id);
  }
  if (seenViews === 0) return undefined;
  const categories = new Map([...request.names].map(([unit, names]) => [unit, categoriesOf(names)]));
  const ofUnit = (unit: UnitId) => categories.get(parseUnitId(unit)) ?? [];
  return {
    views: seenViews,
    leftOut: outlined.length - seenViews,
    notCounted,
    tolerance: options.tolerance,
    ...pointingRows(trials, ofUnit, options),
    trials,
  };
}

function trialsOf(
  seen: SeenView,
  tolerance: number,
  { looking, names, onTissue, options }: PointingRequest,
): { trials: PointingTrial[]; notCounted: number } {
  const { view, response, inside, decision } = seen;
  const { classifier, config } = looking;
  const findings = outlinedFindings(view);
  const region = regionOf(seen.image, options.region, config);
  const order = labelOrder(classifier.classes, config.explanation.background);
  const decidedRight = classifier.classes[decision.classIndex] === viewLabel(view, order);
  const trial = (map: PointingTrial['map'], values: Float32Array, counted: readonly Finding[]): PointingTrial => ({
    viewId: view.id,
    caseId: view.caseId,
    map,
    decidedRight,
    ...aimOf(
      values,
      counted.map((f) => f.boundary),
      tolerance,
      seen,
      region,
    ),
  });
  const trials = [trial('cam', seen.cam, findings), trial('probability', seen.probability, findings)];
  const { evidence } = evidenceOf({
    response,
    inside: onTissue ? inside : undefined,
    ...headWeights(classifier),
    classIndex: decision.classIndex,
    cell: decision.cell,
    names,
    maskThreshold: () => 0,
    options: config.explanation,
  });
  const cells = response.width * response.height;
  let notCounted = 0;
  for (const { unit } of evidence) {
    const index = parseUnitId(unit);
    const counted = findingsOf(categoriesOf(names.get(index) ?? []), findings);
    if (counted.length > 0) trials.push(trial(unit, response.features.subarray(index * cells, (index + 1) * cells), counted));
    else notCounted++;
  }
  return { trials, notCounted };
}

/** Findings whose outline encloses something. */
function outlinedFindings(view: View): Finding[] {
  return view.findings.filter(({ boundary }) => boundary.length >= 6);
}

/** In view pixels. */
function toleranceIn(view: View, tolerance: FaithfulnessOptions['tolerance']): number {
  if ('pixels' in tolerance) return tolerance.pixels;
  if (tolerance.mm === 0) return 0;
  if (view.microns === undefined)
    throw new ProblemError({
      code: 'faithfulness.noPixelSize',
      file: view.file,
      found: `the view ${view.id}, whose pixel size is not known`,
      expected: 'a pixel size, for a tolerance in millimetres',
      remedy: 'Give the tolerance in pixels of the view.',
    });
  return (1000 * tolerance.mm) / view.microns;
}
