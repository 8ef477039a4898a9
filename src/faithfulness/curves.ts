/** Deletion and insertion over a sample of views: mean curves, areas under them, and what the CAM gains over its controls. */
import type { View } from '../dataset/model';
import type { CurveAreas, CurveSummary, Curves, FaithfulnessOptions, PixelOrder, ViewCurves } from '../protocol/faithfulness';
import { paced, type Task } from '../protocol/task';
import { areaUnder } from './curve';
import { Means } from './estimate';
import { type Looking, lookAt } from './lookAt';
import { sampleViews } from './sampleViews';
import { ORDERS, passesOf, viewCurves } from './viewCurves';

/**
 * One view's pixels and maps are in memory at a time. Views that cannot be read are left out with a warning; undefined when none can.
 * Stops within one forward pass on abort.
 */
export async function drawCurves(
  views: readonly View[],
  looking: Looking,
  options: FaithfulnessOptions,
  task: Task,
): Promise<CurveSummary | undefined> {
  const sample = sampleViews(views, options.views, options.seed);
  const each = passesOf(options) + 1;
  const progress = paced('faithfulness: curves', sample.length * each, task);
  const perView: ViewCurves[] = [];
  for (const [i, view] of sample.entries()) {
    let passes = i * each;
    const passed = (): void => {
      task.signal.throwIfAborted();
      progress(++passes, view.id);
    };
    task.signal.throwIfAborted();
    const seen = await lookAt(view, looking, task);
    passed();
    if (seen) perView.push(await viewCurves(seen, looking, options, passed));
    progress((i + 1) * each, view.id);
  }
  if (perView.length === 0) return undefined;
  const decided = [...new Set(perView.map((v) => v.decidedClass))];
  const inOrder = looking.classifier.classes.filter((name) => decided.includes(name));
  return {
    ...areasOf(perView, options),
    byClass: Object.fromEntries(
      inOrder.map((name) => [
        name,
        areasOf(
          perView.filter((v) => v.decidedClass === name),
          options,
        ),
      ]),
    ),
    mean: { deletion: meanCurves(perView.map((v) => v.deletion)), insertion: meanCurves(perView.map((v) => v.insertion)) },
    perView,
    leftOut: sample.length - perView.length,
  };
}

function areasOf(views: readonly ViewCurves[], options: FaithfulnessOptions): CurveAreas {
  const means = new Means(
    views.map((v) => v.caseId),
    options,
  );
  const areas = (of: 'deletion' | 'insertion', order: PixelOrder) => views.map((v) => areaUnder(v[of][order]));
  const gain = (of: 'deletion' | 'insertion', control: PixelOrder) => {
    const controls = areas(of, control);
    return means.of(areas(of, 'cam').map((area, i) => area - controls[i]));
  };
  return {
    views: views.length,
    cases: means.cases,
    deletion: inEachOrder((order) => means.of(areas('deletion', order))),
    insertion: inEachOrder((order) => means.of(areas('insertion', order))),
    gain: {
      deletion: { random: gain('deletion', 'random'), reversed: gain('deletion', 'reversed') },
      insertion: { random: gain('insertion', 'random'), reversed: gain('insertion', 'reversed') },
    },
  };
}

function meanCurves(curves: readonly Curves[]): Curves {
  return inEachOrder((order) => curves[0][order].map((_, step) => curves.reduce((sum, c) => sum + c[order][step], 0) / curves.length));
}

function inEachOrder<T>(of: (order: PixelOrder) => T): Record<PixelOrder, T> {
  return Object.fromEntries(ORDERS.map((order) => [order, of(order)])) as Record<PixelOrder, T>;
}
