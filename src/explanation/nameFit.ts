/**
 * How often the shown names fit the reports, and how often they would if they were dealt to the units at random. Several units with
 * several names each cover many words, so that some name of a view fits by luck; the control says how much of the fit is luck.
 */
import type { Phenomenon } from '../protocol/annotation';
import type { Explanation } from '../protocol/explanation';
import type { UnitId } from '../protocol/unit';
import { seededRandom, shuffle } from '../statistics/random';
import { fits } from './agreement';

export interface NameFit {
  /** Share of the views with a finding that show at least one unit whose name fits. */
  views: number;
  /** Share of all units shown for them whose name fits. */
  units: number;
}

type Named = Pick<Explanation, 'evidence' | 'findings'>;

/** Fit of the names as they are, and the mean fit of `deals` random deals of the same names to the shown units. Views without findings are left out. */
export function nameFit(explanations: readonly Named[], seed = 1, deals = 200): { own: NameFit; shuffled: NameFit } {
  const views = explanations.filter((e) => e.findings.length > 0);
  const names = new Map(views.flatMap((e) => e.evidence.map((u) => [u.unit, u.annotations.flatMap((a) => a.phenomena)] as const)));
  const units = [...names.keys()];
  /** Views that the name of a unit fits: asked once, dealt many times. */
  const fitting = new Map(units.map((unit) => [unit, viewsThatFit(names.get(unit)!, views)]));
  const random = seededRandom(seed);
  const shuffled: NameFit = { views: 0, units: 0 };
  for (let deal = 0; deal < deals; deal++) {
    const dealt = shuffle(units, random);
    const fit = fitOf(views, new Map(units.map((unit, i) => [unit, fitting.get(dealt[i])!])));
    shuffled.views += fit.views / deals;
    shuffled.units += fit.units / deals;
  }
  return { own: fitOf(views, fitting), shuffled };
}

function viewsThatFit(phenomena: readonly Phenomenon[], views: readonly Named[]): Set<Named> {
  return new Set(views.filter(({ findings }) => findings.some((finding) => phenomena.some((phenomenon) => fits(phenomenon, finding)))));
}

function fitOf(views: readonly Named[], fitting: ReadonlyMap<UnitId, ReadonlySet<Named>>): NameFit {
  const shown = views.map((view) => view.evidence.map(({ unit }) => fitting.get(unit)!.has(view)));
  const all = shown.flat();
  return {
    views: share(shown.filter((fit) => fit.includes(true)).length, views.length),
    units: share(all.filter(Boolean).length, all.length),
  };
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
