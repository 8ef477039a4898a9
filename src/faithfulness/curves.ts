/** Deletion and insertion over a sample of views: mean curves, areas under them, and what the CAM gains over its controls. */
import type { View } from '../dataset/model';
import { labelOrder } from '../dataset/viewLabel';
import type { CurveAreas, CurveScore, CurveSummary, Curves, FaithfulnessOptions, PixelOrder, ViewCurves } from '../protocol/faithfulness';
import { paced, type Task } from '../protocol/task';
import { areaUnder } from './curve';
import { Means } from './estimate';
import type { KeptCurves } from './keptCurves';
import { type Looking, lookAt } from './lookAt';
import { sampleViews } from './sampleViews';
import { byScore, inEachOrder, passesOf, viewCurves } from './viewCurves';

/**
 * One view's pixels and maps are in memory at a time; curves that are kept are not drawn again. Views that cannot be read are left out with a
 * warning; undefined when none can. Stops within one forward pass on abort.
 */
export async function drawCurves(
  views: readonly View[],
  looking: Looking,
  options: FaithfulnessOptions,
  kept: KeptCurves,
  task: Task,
): Promise<CurveSummary | undefined> {
  const order = labelOrder(looking.classifier.classes, looking.config.explanation.background);
  const sample = sampleViews(views, options.views, options.seed, order);
  const known = await Promise.all(sample.map((view) => kept.read(view)));
  const each = passesOf(options) + 1;
  const progress = paced('faithfulness: curves', known.filter((curves) => !curves).length * each, task);
  const perView: ViewCurves[] = [];
  let drawn = 0;
  for (const [i, view] of sample.entries()) {
    let curves = known[i];
    if (!curves) {
      let passes = drawn * each;
      const passed = (): void => {
        task.signal.throwIfAborted();
        progress(++passes, view.id);
      };
      task.signal.throwIfAborted();
      const seen = await lookAt(view, looking, task);
      passed();
      curves = seen && (await viewCurves(seen, looking, options, passed));
      if (curves) await kept.write(view, curves);
      progress(++drawn * each, view.id);
    }
    if (curves) perView.push(curves);
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
  const direction = (of: 'deletion' | 'insertion') =>
    byScore((kind) => {
      const areas = inEachOrder((order) => views.map((v) => areaUnder(v[of][kind][order])));
      const over = (control: PixelOrder) => means.of(areas.cam.map((area, i) => area - areas[control][i]));
      return { ...inEachOrder((order) => means.of(areas[order])), overRandom: over('random'), overReversed: over('reversed') };
    });
  return { views: views.length, cases: means.cases, deletion: direction('deletion'), insertion: direction('insertion') };
}

function meanCurves(curves: readonly Curves[]): Curves {
  const mean = (kind: CurveScore, order: PixelOrder) =>
    curves[0][kind][order].map((_, step) => curves.reduce((sum, c) => sum + c[kind][order][step], 0) / curves.length);
  return byScore((kind) => inEachOrder((order) => mean(kind, order)));
}
