/** Published labels: a JSON object from unit to words. What else an answer has is read from the words, where they say it without doubt. */
import type { Association, Phenomenon } from '../../protocol/annotation';
import { parseUnitId, type UnitId, unitId } from '../../protocol/unit';
import { termsIn } from '../lexicon';
import { checked, type ReadAnswers } from './exchanged';

/** Whether these are labels: at least one entry has the name of a unit. The others are named by who reads them. */
export function areLabels(value: Record<string, unknown>): boolean {
  return Object.keys(value).some((name) => unitNamed(name) !== undefined);
}

/** One answer a label; a unit named twice keeps its first. @param text of the file, for the lines of entries */
export function readLabels(value: Record<string, unknown>, text: string): ReadAnswers {
  const read: ReadAnswers = { format: 'labels', answers: [], leftOut: [] };
  const seen = new Set<UnitId>();
  for (const [name, words] of Object.entries(value)) {
    const line = lineOf(name, text);
    const unit = unitNamed(name);
    const leaveOut = (reason: string): void => void read.leftOut.push({ line, entry: name, reason });
    if (unit === undefined) leaveOut('no name of a unit, such as unit_0003');
    else if (typeof words !== 'string' || words.trim() === '') leaveOut(`${JSON.stringify(words)?.slice(0, 40)} is no label`);
    else if (seen.has(unit)) leaveOut(`a second label of ${unit}`);
    else {
      seen.add(unit);
      const answer = checked({
        unit,
        expert: '',
        at: undefined,
        seconds: 0,
        network: '',
        mining: '',
        recognizable: true,
        several: false,
        phenomena: [phenomenonOf(words)],
      });
      if (typeof answer === 'string') leaveOut(answer);
      else read.answers.push({ line, answer });
    }
  }
  return read;
}

/**
 * A phenomenon from bare words: the lexicon's terms in them; the category where they name one alone; the association where they speak of
 * benign or of malignant (cancer, suspicious) alone, or of normal tissue and nothing else; `unsure` otherwise.
 */
export function phenomenonOf(words: string): Phenomenon {
  const { terms, categories } = termsIn(words);
  return {
    description: words.trim(),
    association: associationOf(words, categories.length === 1 && categories[0] === 'normal tissue'),
    ...(categories.length === 1 && { category: categories[0] }),
    terms,
  };
}

/** A word right behind `no`, `not`, `non` or `without` says the contrary, and nothing is read from such words. */
const NEGATED = String.raw`\b(?:no|not|non|without)[\s-]+(?:an?\s+)?`;
const BENIGN = 'benign';
const MALIGNANT = '(?:malignan(?:t|cy)|cancer(?:ous)?|carcinoma|suspicious)';

function associationOf(words: string, onlyTissue: boolean): Association {
  const says = (what: string) => new RegExp(String.raw`\b${what}\b`, 'i').test(words);
  if (new RegExp(`${NEGATED}(?:${BENIGN}|${MALIGNANT})`, 'i').test(words)) return 'unsure';
  const [benign, malignant] = [says(BENIGN), says(MALIGNANT)];
  if (benign || malignant) return benign && malignant ? 'unsure' : benign ? 'benign' : 'malignant';
  return onlyTissue ? 'normal' : 'unsure';
}

function unitNamed(name: string): UnitId | undefined {
  try {
    return unitId(parseUnitId(name));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function lineOf(name: string, text: string): number | undefined {
  const at = text.indexOf(JSON.stringify(name));
  return at < 0 ? undefined : text.slice(0, at).split('\n').length;
}
