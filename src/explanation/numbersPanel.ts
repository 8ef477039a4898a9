/** The last panel of the static picture: scores per class, how the logit is made up, and the units without a name. */
import type { Explanation } from '../protocol/explanation';
import { textLines, wrap } from './svgText';
import { captionOf } from './unitWords';
import { featureName, featureSum, probabilityWords } from './wording';

const TEXT = 14;
/** Bars stand between the names and the figures. */
const BAR_FROM = 130;
const FIGURE = 78;
const FOR = '#b5461e';
const AGAINST = '#2f6f9f';
const PLAIN = '#8c8c8c';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** SVG of the panel. */
export function numbersPanel(e: Explanation, { x, y, width, height }: Box): string {
  const parts: string[] = [];
  let at = 18;
  const heading = (text: string) => {
    parts.push(textLines([text], 0, at, { size: TEXT + 2, weight: 'bold' }));
    at += 26;
  };
  const paragraph = (text: string) => {
    const room = Math.max(1, Math.floor((height - at) / (TEXT * 1.35)));
    const lines = wrap(text, TEXT, width, room);
    parts.push(textLines(lines, 0, at, { size: TEXT, colour: '#333' }));
    at += Math.round(lines.length * TEXT * 1.35) + 12;
  };

  heading(`Score per class (${e.scoring === 'max' ? 'largest' : 'mean'})`);
  for (const name of e.classes) {
    const colour = name === e.explainedClass ? FOR : PLAIN;
    parts.push(row(at, name, probabilityWords(e.scores[name]), bar(BAR_FROM, at, e.scores[name] * (width - BAR_FROM - FIGURE), colour)));
    at += 24;
  }
  at += 20;

  heading('Shares of the deciding logit');
  const terms = [
    ...e.evidence.map((u): [string, number] => [u.unit, u.share]),
    ['all other units', e.logit.rest] as [string, number],
    ...(e.auxiliary ? [['features', featureSum(e)] as [string, number]] : []),
    ['bias', e.logit.bias] as [string, number],
  ];
  const most = Math.max(1e-9, ...terms.map(([, share]) => Math.abs(share)));
  for (const [name, share] of terms) {
    const length = (Math.abs(share) / most) * (width - BAR_FROM - FIGURE);
    parts.push(row(at, name, share.toFixed(2), bar(BAR_FROM, at, length, share < 0 ? AGAINST : FOR)));
    at += 24;
  }
  parts.push(`<line x1="0" y1="${at - 14}" x2="${width}" y2="${at - 14}" stroke="#999" stroke-width="1"/>`);
  at += 6;
  parts.push(row(at, 'logit', e.logit.value.toFixed(2), ''));
  at += 36;

  const known = e.auxiliary?.features.filter((f) => f.present) ?? [];
  if (known.length > 0) paragraph(`Beside the image: ${known.map((f) => `${featureName(f)} (${f.share.toFixed(2)})`).join('; ')}.`);
  if (e.against.length > 0) paragraph(`Against: ${e.against.map((u) => `${u.unit}, ${captionOf(u)} (${u.share.toFixed(2)})`).join('; ')}.`);
  if (e.unannotated.length > 0) paragraph(`Influential but not named: ${e.unannotated.map((u) => u.unit).join(', ')}.`);
  return `<g transform="translate(${x} ${y})">${parts.join('')}</g>`;

  function row(baseline: number, name: string, value: string, drawing: string): string {
    const figure = `<text x="${width}" y="${baseline}" font-size="${TEXT}" text-anchor="end" fill="#1a1a1a">${value}</text>`;
    return textLines(wrap(name, TEXT, BAR_FROM - 8, 1), 0, baseline, { size: TEXT }) + drawing + figure;
  }
}

function bar(x: number, baseline: number, length: number, colour: string): string {
  return `<rect x="${x}" y="${baseline - 11}" width="${Math.max(1, length).toFixed(1)}" height="13" rx="2" fill="${colour}"/>`;
}
