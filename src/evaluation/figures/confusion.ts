/** The confusion matrix: a row a true class, a column a decided one, shaded by the share of the row. */
import { atLevel, type Evaluation, type Level } from '../../protocol/evaluation';
import { countText } from '../wording';
import { BLUE, INK, LINE, n, SOFT, svgFile, words } from './drawing';

const CELL = { width: 112, height: 52 };
const LEFT = 150;
const TOP = 84;

export function confusionFigure(e: Evaluation, level: Level): string {
  const { confusion, items, accuracy } = atLevel(e, level);
  const names = e.classNames;
  const width = Math.max(LEFT + names.length * CELL.width + 24, 520);
  const height = TOP + names.length * CELL.height + 44;
  const heading = `Confusion, ${countText(items, level)} of ${e.run} (${e.part === 'test' ? 'test' : 'hold-out'} part)`;
  const cells = confusion.flatMap((row, t) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, d) => {
      const share = all > 0 ? count / all : 0;
      const x = LEFT + d * CELL.width;
      const y = TOP + t * CELL.height;
      const ink = share > 0.9 ? '#ffffff' : INK;
      return [
        `<rect x="${n(x)}" y="${n(y)}" width="${CELL.width}" height="${CELL.height}" fill="${BLUE}" fill-opacity="${n(share)}" stroke="${LINE}"/>`,
        words(x + CELL.width / 2, y + 24, String(count), { anchor: 'middle', size: 14, fill: ink }),
        words(x + CELL.width / 2, y + 41, all > 0 ? `${(100 * share).toFixed(1)} %` : 'none', { anchor: 'middle', size: 11, fill: ink }),
      ].join('');
    });
  });
  const body = [
    words(16, 24, heading, { size: 14, weight: 'bold' }),
    words(16, 42, `${(100 * accuracy).toFixed(1)} % decided right; shares of each true class`, { size: 11.5, fill: SOFT }),
    ...names.map((name, d) => words(LEFT + (d + 0.5) * CELL.width, TOP - 8, `decided ${name}`, { anchor: 'middle', size: 11.5 })),
    ...names.map((name, t) => words(LEFT - 10, TOP + (t + 0.5) * CELL.height + 4, `truly ${name}`, { anchor: 'end', size: 11.5 })),
    ...cells,
    words(16, height - 16, e.notice, { size: 11, fill: SOFT }),
  ];
  const description = confusion.map((row, t) => `Truly ${names[t]}: ${row.map((count, d) => `${count} decided ${names[d]}`).join(', ')}`);
  return svgFile(width, height, { title: heading, description: [...description, e.notice].join('. ') }, body.join('\n'));
}
