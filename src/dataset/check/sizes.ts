/** Sizes and pixel spacings that stand out from the other views'. */
import type { CheckedProblem } from '../../protocol/dataCheck';
import { median, problemOf, type Seen } from './seen';

/** So many views tell what is usual. */
const LEAST_VIEWS = 8;
/** Times more or fewer pixels than usual: a thumbnail or a crop among whole films. */
const FAR = 5;
/** Micrometres a pixel that mammograms are taken and scanned at. */
const [FINEST, COARSEST] = [15, 400];
/** Two statements of the same spacing differ by their rounding. */
const SPACING_SLACK = 0.05;

/** Views with far more or fewer pixels than the median view. */
export function strangeSizes(seen: readonly Seen[]): CheckedProblem[] {
  const pixels = ({ view }: Seen) => view.width * view.height;
  const usual = median(seen.map(pixels));
  if (usual === undefined || seen.length < LEAST_VIEWS) return [];
  const typical = seen.find((s) => pixels(s) === usual)!.view;
  return seen
    .filter((s) => pixels(s) > FAR * usual || pixels(s) * FAR < usual)
    .map((s) =>
      problemOf('suspect', [s], {
        severity: 'warning',
        code: 'view.size',
        found: `${s.view.width} x ${s.view.height} pixels`,
        expected: `a size like the other views', ${typical.width} x ${typical.height} in the middle`,
        remedy: 'Look at the picture: it may be a crop, a thumbnail or an overview.',
      }),
    );
}

/** Spacings that no mammogram has, that contradict the header, or that only a part of the views states. */
export function strangeSpacings(seen: readonly Seen[]): CheckedProblem[] {
  const stated = seen.filter(({ view }) => view.microns !== undefined);
  const silent = seen.filter(({ view }) => view.microns === undefined);
  const odd = stated
    .filter(({ view }) => view.microns! < FINEST || view.microns! > COARSEST)
    .map((s) =>
      problemOf('suspect', [s], {
        severity: 'warning',
        code: 'view.spacing',
        found: `pixels of ${s.view.microns} µm in ${s.view.id}`,
        expected: `${FINEST} to ${COARSEST} µm`,
        remedy: 'Correct the spacing where it is stated: sizes in millimetres would be wrong.',
      }),
    );
  const contradicting = stated.filter(({ view, look }) => {
    const said = look.microns;
    return said !== undefined && Math.abs(said - view.microns!) > SPACING_SLACK * view.microns!;
  });
  return [
    ...odd,
    ...contradicting.map((s) =>
      problemOf('suspect', [s], {
        severity: 'warning',
        code: 'view.header.spacing',
        found: `pixels of ${s.look.microns} µm in the header of ${s.view.id}`,
        expected: `${s.view.microns} µm, as the data set says`,
        remedy: 'One of the two is wrong: correct it.',
      }),
    ),
    ...(stated.length > 0 && silent.length > 0 ? [partlyStated(silent, stated.length)] : []),
  ];
}

function partlyStated(silent: readonly Seen[], stated: number): CheckedProblem {
  return problemOf('suspect', silent, {
    severity: 'warning',
    code: 'view.spacing.missing',
    found: `${silent.length} ${silent.length === 1 ? 'view' : 'views'} without a pixel spacing, this one among them`,
    expected: `a spacing, as ${stated} other ${stated === 1 ? 'view states' : 'views state'}`,
    remedy: 'Nothing depends on it but sizes in millimetres; complete it where it is stated.',
  });
}
