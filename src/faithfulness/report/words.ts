/** A measurement in plain words: what was done, what came out, and what it was compared with. */
import type {
  Ablation,
  AblationEffect,
  CurveScore,
  CurveSummary,
  Estimate,
  Faithfulness,
  Pointing,
  PointingRow,
  Range,
} from '../../protocol/faithfulness';
import { scoreNames } from './curvesFigure';
import { strongestUnits } from './strongest';

const MOST = 5;

/** The whole report as text, for terminals and for viewers without pictures. */
export function textOf(f: Faithfulness): string {
  return [
    `Faithfulness of ${f.run} on the ${f.options.part} part (network ${f.network.slice(0, 12)}, mining ${f.mining.slice(0, 12)})`,
    '',
    ...('missing' in f.ablation ? [`Silenced units: not measured. ${f.ablation.missing}`] : ablationWords(f.ablation, f)),
    '',
    ...('missing' in f.curves ? [`Deletion and insertion: not measured. ${f.curves.missing}`] : curveWords(f.curves, f)),
    '',
    ...('missing' in f.pointing ? [`Pointing game: not measured. ${f.pointing.missing}`] : pointingWords(f.pointing)),
    '',
    f.notice,
  ].join('\n');
}

export function ablationWords(a: Ablation, f: Pick<Faithfulness, 'names'>): string[] {
  const lines = [`Silenced units, ${a.patches} patches of ${a.cases} cases: change of AUC per class [95 % interval over cases]`];
  const set = (label: string, e: AblationEffect | { missing: string }) =>
    lines.push('missing' in e ? `  ${label}: ${e.missing}` : `  ${label}: ${changes(e)}\n    ${logitWords(e)}`);
  set('missing' in a.annotated ? 'annotated units' : `all ${a.annotated.units.length} annotated units`, a.annotated);
  set('missing' in a.otherMined ? 'other mined units' : `${a.otherMined.units.length} other mined units`, a.otherMined);
  const { random } = a;
  if ('missing' in random) lines.push(`  random units: ${random.missing}`);
  else {
    const parts = Object.entries(random.classes).map(
      ([name, { change, asStrong }]) => `${name} ${range(change)}, ${asStrong} of ${random.draws} fall as far`,
    );
    lines.push(`  ${random.units} of ${random.outOf} units at random (range of ${random.draws} draws): ${parts.join('; ')}`);
  }
  const strongest = strongestUnits(a, MOST);
  if (strongest.length > 0) lines.push('  single units that change most:');
  for (const e of strongest) lines.push(`    ${e.units[0]}  ${changes(e)}  ${f.names[e.units[0]] ?? 'not annotated'}`);
  return lines;
}

export function curveWords(c: CurveSummary, { options }: Pick<Faithfulness, 'options'>): string[] {
  const row = (of: 'deletion' | 'insertion', kind: CurveScore) => {
    const { cam, random, reversed, overRandom, overReversed } = c[of][kind];
    return `  ${of}, ${scoreNames[kind]}: CAM ${estimate(cam)}, random ${number(random.value)}, reversed ${number(reversed.value)}; CAM less random ${signedEstimate(overRandom)}, less reversed ${signedEstimate(overReversed)}`;
  };
  const without = c.leftOut > 0 ? `, ${c.leftOut} could not be read` : '';
  const against = ({ cam, random }: { cam: Estimate; random: Estimate }) => `${number(cam.value)} (random ${number(random.value)})`;
  return [
    `Deletion and insertion, ${c.views} views of ${c.cases} cases in ${options.steps} steps${without}: area under the curve (deletion: small is good; insertion: large is good)`,
    ...(['place', 'image'] as const).flatMap((kind) => [row('deletion', kind), row('insertion', kind)]),
    ...Object.entries(c.byClass).map(
      ([name, areas]) =>
        `  decided ${name} (${areas.views}), deciding position: deletion ${against(areas.deletion.place)}, insertion ${against(areas.insertion.place)}`,
    ),
  ];
}

export function pointingWords(p: Pointing): string[] {
  const within = 'mm' in p.tolerance ? `${p.tolerance.mm} mm` : `${p.tolerance.pixels} pixels`;
  const row = (r: PointingRow) =>
    `  ${r.name}: ${r.hits} of ${r.trials} (${percents(r.rate)}; chance ${percent(r.chance)}); energy ${percents(r.energy)} on ${percent(r.area)} of the area`;
  return [
    `Pointing game, ${p.views} views with findings, tolerance ${within}: largest value in an outline [95 % interval]`,
    ...p.rows.map(row),
    ...(p.notCounted > 0 ? [`  ${p.notCounted} shown units had no finding of their category in the view and are not counted.`] : []),
    ...(p.leftOut > 0 ? [`  ${p.leftOut} views could not be read.`] : []),
  ];
}

function logitWords(e: AblationEffect): string {
  const own = Object.entries(e.classes).map(([name, c]) => `${name} ${'missing' in c ? '-' : signed(c.logit)}`);
  return `logit of a class on its own patches: ${own.join(', ')}; of the decided class ${signedEstimate(e.decidedLogit)}; ${percent(e.changed)} decided otherwise`;
}

function changes(e: AblationEffect): string {
  return Object.entries(e.classes)
    .map(([name, c]) => `${name} ${'missing' in c ? '-' : signedEstimate(c.change)}`)
    .join(', ');
}

export const number = (v: number): string => v.toFixed(3).replace('-', '−');

/** `−0.123`, `+0.004`; what rounds to nothing has no sign. */
export function signed(v: number): string {
  const size = Math.abs(v).toFixed(3);
  return Number(size) === 0 ? size : `${v < 0 ? '−' : '+'}${size}`;
}

export function estimate(e: Estimate): string {
  return `${number(e.value)}${interval(e, number)}`;
}

export function signedEstimate(e: Estimate): string {
  return `${signed(e.value)}${interval(e, signed)}`;
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function percents(e: Estimate): string {
  return `${percent(e.value)}${interval(e, percent)}`;
}

export function range(r: Range): string {
  return `${signed(r.mean)} [${signed(r.least)} to ${signed(r.most)}]`;
}

function interval({ low, high }: Estimate, write: (v: number) => string): string {
  return low === undefined || high === undefined ? '' : ` [${write(low)} to ${write(high)}]`;
}
