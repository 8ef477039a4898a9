/** What a terminal says of a data set: what there is in tables, then what is wrong, grouped, each with what to do. */
import path from 'node:path';
import {
  type Amount,
  type CheckedPart,
  type CheckedProblem,
  checkHeadline,
  type DataCheck,
  KIND_TITLES,
  KIND_WORDS,
  problemsByKind,
  type Tally,
} from '../protocol/dataCheck';
import { stepsInside } from '../protocol/inside';
import { describeProblem } from '../protocol/problem';
import { table } from './terminal';

/** Problems of a kind that are told without --all. */
const FIRST = 3;
/** Sizes that are told: films of one scanner have hundreds. */
const MOST_TALLIES = 8;

const PARTS: readonly [CheckedPart, string][] = [
  ['train', 'training'],
  ['holdout', 'hold-out'],
  ['test', 'test'],
];

export interface CheckTextOptions {
  all?: boolean;
  colours?: boolean;
}

export function checkText(check: DataCheck, { all = false, colours = false }: CheckTextOptions = {}): string {
  const paint = painter(colours);
  const verdict = check.errors > 0 ? paint.red : check.warnings > 0 ? paint.yellow : paint.green;
  return [
    `${paint.bold(check.format ? `${check.format} in ${check.root}` : check.root)}`,
    verdict(checkHeadline(check)),
    ...(check.format ? ['', classTable(check), '', ...tallyLines(check), readingLine(check)] : []),
    ...problemsByKind(check.problems).flatMap(({ kind, indices }) => {
      const problems = indices.map((i) => check.problems[i]);
      const told = all ? problems : problems.slice(0, FIRST);
      const more = problems.length - told.length;
      return [
        '',
        `${paint.bold(`${KIND_TITLES[kind]}: ${severities(problems)}`)}. ${KIND_WORDS[kind]}`,
        ...told.flatMap((problem) => groupedLines(problem, check.root, paint)),
        ...(more > 0 ? [paint.dim(`  … and ${more} more; --all tells them.`)] : []),
      ];
    }),
  ].join('\n');
}

/** The headline, and `error: /data/case0001.ics:3: found …; expected …. …` for every problem. */
export function problemLines(check: DataCheck): string {
  return [checkHeadline(check), ...check.problems.map((problem) => `${problem.severity}: ${describeProblem(problem)}`)].join('\n');
}

function classTable({ counts }: DataCheck): string {
  const cell = ({ cases, views, findings }: Amount) => [String(cases), String(views), String(findings)];
  const header = ['class', ...['cases', 'views', 'findings'], ...PARTS.map(([, word]) => `${word} cases`)];
  const row = (name: string, amount: Amount, parts: Record<CheckedPart, Amount>) => [
    name,
    ...cell(amount),
    ...PARTS.map(([part]) => String(parts[part].cases)),
  ];
  return table(header, [...counts.classes.map((c) => row(c.className, c, c.parts)), row('all', counts, counts.parts)]);
}

function tallyLines({ counts }: DataCheck): string[] {
  const lines: [string, Tally[], string][] = [
    ['views', counts.sides, ''],
    ['scanners', counts.scanners, ''],
    ['sizes', counts.sizes, ''],
    ['bits', counts.bits, ''],
    ['pixel spacing', counts.spacings, ' µm'],
    ['formats', counts.formats, ''],
  ];
  return lines.map(([title, tallies, unit]) => {
    const told = tallies.slice(0, MOST_TALLIES).map(({ name, views }) => `${views} ${name}${name === 'unknown' ? '' : unit}`);
    const rest = tallies.slice(MOST_TALLIES);
    if (rest.length > 0) told.push(`${rest.reduce((sum, t) => sum + t.views, 0)} with ${rest.length} others`);
    return `${title.padEnd(14)} ${title === 'sizes' && rest.length > 0 ? sizeRange(tallies) : told.join(', ')}`;
  });
}

/** Films of one scanner have hundreds of sizes: the smallest and the largest say more than a list. */
function sizeRange(sizes: readonly Tally[]): string {
  const pixels = ({ name }: Tally) => name.split(' x ').reduce((product, side) => product * Number(side), 1);
  const sorted = [...sizes].sort((a, b) => pixels(a) - pixels(b));
  return `${sizes.length} sizes, ${sorted[0].name} to ${sorted[sorted.length - 1].name} pixels`;
}

function readingLine({ reading: { read, kept, failed, seconds } }: DataCheck): string {
  const unchanged = kept > 0 ? `, ${kept} unchanged since the last check` : '';
  return `${'files'.padEnd(14)} ${read} read in ${seconds.toFixed(1)} s${unchanged}, ${failed} that cannot be read`;
}

function groupedLines(problem: CheckedProblem, root: string, paint: Painter): string[] {
  const { severity, file, line, found, expected, remedy } = problem;
  const where = file === undefined ? '' : `${stepsInside(root, file, path) || file}${line ? `:${line}` : ''}`;
  const mark = severity === 'error' ? paint.red('error  ') : paint.yellow('warning');
  return [`  ${mark}  ${where}`, `           found ${found}; expected ${expected}.`, paint.dim(`           ${remedy}`)];
}

/** `2 errors, 1 warning` */
function severities(problems: readonly CheckedProblem[]): string {
  const errors = problems.filter((p) => p.severity === 'error').length;
  const warnings = problems.length - errors;
  const words = (n: number, word: string) => (n > 0 ? [`${n} ${word}${n === 1 ? '' : 's'}`] : []);
  return [...words(errors, 'error'), ...words(warnings, 'warning')].join(', ');
}

type Painter = Record<'bold' | 'dim' | 'red' | 'yellow' | 'green', (text: string) => string>;

function painter(colours: boolean): Painter {
  const code = (on: number, off: number) => (text: string) => (colours ? `\x1b[${on}m${text}\x1b[${off}m` : text);
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), yellow: code(33, 39), green: code(32, 39) };
}
