/** On what experts differ about a unit. */
import type { Answer } from '../../src/protocol/annotation';

const QUESTIONS = {
  'whether it is recognizable': (a: Answer) => String(a.recognizable),
  'the category': (a: Answer) => a.phenomena[0]?.category ?? '',
  'the association with cancer': (a: Answer) => a.phenomena[0]?.association ?? '',
} as const;

export interface Disagreement {
  /** Share of pairs of experts and questions that differ, 0..1; 0 where fewer than two answered. */
  share: number;
  /** The questions on which not all say the same, in words. */
  on: string[];
}

/** Of the latest answers of several experts to one unit; of phenomena the first counts, which an expert puts first. */
export function disagreement(answers: readonly Answer[]): Disagreement {
  const latest = [...new Map(answers.map((a) => [a.expert, a])).values()];
  const on: string[] = [];
  let differing = 0;
  let pairs = 0;
  for (const [words, answerOf] of Object.entries(QUESTIONS)) {
    const given = latest.map(answerOf);
    if (new Set(given).size > 1) on.push(words);
    for (let i = 0; i < given.length; i++)
      for (let j = 0; j < i; j++) {
        pairs++;
        if (given[i] !== given[j]) differing++;
      }
  }
  return { share: pairs === 0 ? 0 : differing / pairs, on };
}

/** Whether two answers say the same of the unit, whoever gave them and when. */
export function sayTheSame(a: Answer, b: Answer): boolean {
  const said = ({ recognizable, several, phenomena }: Answer) =>
    JSON.stringify({ recognizable, several, phenomena: phenomena.map(inOrder) });
  return said(a) === said(b);
}

const inOrder = ({ description, association, category, terms, confidence }: Answer['phenomena'][number]) => [
  description,
  association,
  category,
  terms,
  confidence,
];
