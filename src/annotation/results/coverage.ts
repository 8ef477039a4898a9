/** How much of each class' ranking named units carry: how many of its chosen units have a name, and what share of all top places they took. */
import type { MinedUnit, MiningManifest } from '../../protocol/mining';
import type { ResultClass } from '../../protocol/surveyResults';
import type { UnitId } from '../../protocol/unit';

/**
 * One row a class. Coverage is mining's (share of all top-eight places that the chosen units took); the other shares are of the same places.
 * @param mined the mined units
 * @param named those with a name
 */
export function classResults(
  { classes, coverage }: Pick<MiningManifest, 'classes' | 'coverage'>,
  mined: readonly MinedUnit[],
  named: ReadonlySet<UnitId>,
): ResultClass[] {
  return classes.map((className) => {
    const chosen = mined.flatMap(({ unit, ranks }) => {
      const place = ranks.find((r) => r.className === className);
      return place ? [{ unit, places: place.topEightCount }] : [];
    });
    const chosenNamed = chosen.filter(({ unit }) => named.has(unit));
    const covered = coverage[className] ?? 0;
    const places = sum(chosen.map((u) => u.places));
    // Of all places, from the share that the chosen units' are: what is in their file is enough.
    const share = (taken: number) => (places === 0 ? 0 : covered * (taken / places));
    const kept = mined.every(({ influence }) => influence?.[className] !== undefined);
    const allNamed = mined.filter(({ unit }) => named.has(unit));
    return {
      className,
      chosen: chosen.length,
      named: chosenNamed.length,
      coverage: covered,
      namedCoverage: share(sum(chosenNamed.map((u) => u.places))),
      ...(kept && { allNamedCoverage: share(sum(allNamed.map(({ influence }) => influence![className].topCount))) }),
    };
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
