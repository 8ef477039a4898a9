/** Whether a value is a study's score that can be drawn: what is drawn of it is looked at, wherever it was kept meanwhile. */
import { type Check, list, number, object, optional, text, truth } from '../shape';

const oneOf =
  (...allowed: string[]): Check =>
  (value, where) =>
    allowed.includes(value as string)
      ? undefined
      : `${where}: found ${JSON.stringify(value) ?? 'nothing'}, expected ${allowed.join(' or ')}`;
const call = oneOf('benign', 'malignant');
const condition = oneOf('words', 'picture');

const share = object({ right: number, of: number, share: optional(number), low: optional(number), high: optional(number) });
const calls = object({ benign: number, malignant: number });

const figures = object({
  reader: optional(text),
  condition,
  asked: number,
  answered: number,
  accuracy: share,
  p: optional(number),
  confusion: object({ benign: calls, malignant: calls }),
  sensitivity: share,
  specificity: share,
  roc: optional(object({ fpr: list(number), tpr: list(number), auc: number, low: number, high: number })),
  medianSeconds: optional(number),
  timed: number,
  byFindingType: list(object({ type: text, accuracy: share })),
  byNetwork: optional(object({ right: share, wrong: share })),
});

const paired = object({
  reader: optional(text),
  both: number,
  bothRight: number,
  wordsOnly: number,
  pictureOnly: number,
  neither: number,
  p: optional(number),
});

const kappa = { kappa: optional(number), interval: optional(object({ low: number, high: number })), units: number };
const agreement = object({
  condition,
  all: optional(object({ ...kappa, readers: number })),
  pairs: list(object({ ...kappa, readers: list(text) })),
});

const scoredCase = object({
  id: text,
  truth: call,
  words: list(list(text)),
  viewId: optional(text),
  findingTypes: list(text),
  keywords: list(text),
  decidedClass: optional(text),
  networkRight: optional(truth),
  answers: list(object({ reader: text, condition, call, confidence: optional(number), right: truth })),
});

const score = object({
  name: text,
  study: optional(text),
  choices: optional(object({ seed: number, units: number, explained: text, draw: text })),
  source: optional(object({ run: text, network: text, experts: list(text) })),
  figures: list(figures),
  paired: list(paired),
  agreement: list(agreement),
  cases: list(scoredCase),
  power: object({ rows: list(object({ n: number, needed: optional(number), power: list(number) })), accuracies: list(number) }),
  warnings: list(text),
  notice: text,
});

/** What is wrong with it, as `where: found X, expected Y`; undefined when nothing is. */
export function studyProblem(value: unknown): string | undefined {
  return score(value, '');
}
