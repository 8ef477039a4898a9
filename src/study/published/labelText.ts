/** The report on lost labels in words: for a terminal, as a page in Markdown, and as warnings beside a score. */
import type { LabelReport } from '../../protocol/studyFiles';

/** What the look-up loses, in one sentence or two; empty where it loses nothing. */
export function lostWords(report: LabelReport): string[] {
  const { units, lost, lostWords: words, shown } = report;
  if (lost === 0) return [];
  const appeared = shown?.filter((s) => !s.findable) ?? [];
  const seen =
    shown === undefined
      ? ''
      : appeared.length === 0
        ? ` None of these words stands anywhere in the responses; all ${shown.length} that do belong to labels it could find.`
        : ` Yet these stand in the responses: ${appeared.map((s) => s.words).join(', ')}.`;
  return [
    `${lost} of ${units.length} labels could never appear: the published look-up asked for "unit_" and the number without zeros in front, and passed misses over. ${words.length} wordings are theirs alone.${seen}`,
  ];
}

/** Sentence, then lists, as plain text. */
export function labelReportText(report: LabelReport): string {
  return markdown(report).replaceAll('**', '').replaceAll(/^#+ /gm, '').replaceAll('\\|', '|');
}

/** The same as a page. */
export function labelReportMarkdown(report: LabelReport): string {
  return markdown(report);
}

function markdown(report: LabelReport): string {
  const { labels, responses, units, lost, lostWords: words, shown, warnings, notice } = report;
  const table = (header: string[], rows: string[][]): string[] => {
    const all = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
    const widths = header.map((_, i) => Math.max(...all.map((row) => row[i].length)));
    const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
    return [line(all[0]), `|${widths.map((w) => '-'.repeat(w + 2)).join('|')}|`, ...all.slice(1).map(line)];
  };
  return [
    `# Labels in ${labels}`,
    '',
    ...(lost === 0 ? [`The published look-up finds all ${units.length} labels.`] : lostWords(report).map((words) => `**${words}**`)),
    '',
    `With the look-up of this program all ${units.length} can be reached: a unit is a number, however it is written, and a unit without a label is an error.`,
    '',
    '## Units',
    '',
    ...table(
      ['unit', 'label', 'published look-up', 'this program'],
      units.map((u) => [u.unit, u.words, u.found ? `${u.askedFor}: found` : `${u.askedFor}: never`, 'found']),
    ),
    ...(words.length > 0 ? ['', '## Words that no reader could be shown', '', ...words.map((w) => `- ${w}`)] : []),
    ...(shown
      ? [
          '',
          `## Words in ${responses}`,
          '',
          ...table(
            ['times', 'words', 'of a label that could appear'],
            shown.map((s) => [String(s.times), s.words, s.findable ? 'yes' : 'no']),
          ),
        ]
      : []),
    ...(warnings.length > 0 ? ['', '## Left out', '', ...warnings.map((w) => `- ${w}`)] : []),
    '',
    notice,
  ].join('\n');
}
