/** The agreement table for people: as CSV, as rows of words, and what it counts. */
import type { AgreementRow, AgreementShare, AgreementTable } from '../../protocol/explanationReport';
import { percent } from '../wording';

const GROUPS: Record<AgreementRow['group'], string> = { all: '', truth: 'truth', kind: 'finding', decision: 'decided' };
export const AGREEMENT_COLUMNS = [
  'Views with findings',
  'Names fit',
  'by chance',
  'Masks hit',
  'Views with a fit',
  'by chance',
  'Views with a hit',
] as const;

/** `truth malignant`. */
export function rowName({ group, name }: AgreementRow): string {
  return `${GROUPS[group]} ${name}`.trim();
}

/** The cells of a row, under AGREEMENT_COLUMNS. */
export function rowCells(r: AgreementRow): string[] {
  const chance = (value: number | undefined) => (value === undefined ? '–' : percent(value));
  return [
    String(r.views),
    shareWords(r.unitsFit),
    chance(r.unitsFit.chance),
    shareWords(r.unitsHit),
    shareWords(r.viewsFit),
    chance(r.viewsFit.chance),
    shareWords(r.viewsHit),
  ];
}

/** `12 of 40, 30 % [18, 44]`; no brackets where one case is all there is. */
function shareWords({ count, of, share, low, high }: AgreementShare): string {
  if (share === undefined) return '–';
  const interval = low === undefined || high === undefined ? '' : ` [${Math.round(100 * low)}, ${Math.round(100 * high)}]`;
  return `${count} of ${of}, ${percent(share)}${interval}`;
}

/** What the table counts, and how its intervals and its chance come about. */
export function agreementNote({ units, draws }: AgreementTable): string {
  return (
    'A name fits when its category and at least one of its terms are those of a finding of the view; a mask hits when its centre or 30 % of its area lies in the outline. ' +
    `Brackets: 95 % interval in percent, by ${draws} resamples of cases; where all agree or none does, by Wilson's formula over cases. ` +
    `By chance: expected where the names of the ${units} units shown are dealt to them at random.`
  );
}

/** One line a row; shares from 0 to 1, empty where there is nothing to count. */
export function agreementCsv({ rows }: AgreementTable): string {
  const figures = ['unitsFit', 'unitsHit', 'viewsFit', 'viewsHit'] as const;
  const fields = ['count', 'of', 'share', 'low', 'high', 'chance'] as const;
  const used = (figure: (typeof figures)[number]) => fields.filter((f) => f !== 'chance' || figure.endsWith('Fit'));
  const header = ['group', 'name', 'views', 'cases', ...figures.flatMap((figure) => used(figure).map((f) => `${figure}_${f}`))];
  const lines = rows.map((r) => [
    r.group,
    r.name,
    r.views,
    r.cases,
    ...figures.flatMap((figure) => {
      const share: AgreementShare & { chance?: number } = r[figure];
      return used(figure).map((f) => share[f] ?? '');
    }),
  ]);
  return `${[header, ...lines].map((line) => line.map(cell).join(',')).join('\n')}\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
