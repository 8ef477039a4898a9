/** The form of an answer, checked where what checks it elsewhere would be most of what is loaded: a test holds that both take and refuse the same. */
import type { Answer, Phenomenon } from '../../protocol/annotation';
import { parseUnitId, unitId } from '../../protocol/unit';

type Fields = Partial<Record<string, unknown>>;

const isText = (value: unknown, most = Number.POSITIVE_INFINITY): value is string => typeof value === 'string' && value.length <= most;
const isList = (value: unknown, most: number, is: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= most && value.every(is);
const isOneOf =
  (...values: unknown[]): ((value: unknown) => boolean) =>
  (value) =>
    values.includes(value);
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTime = (value: unknown): boolean =>
  isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));

const PHENOMENON: Record<keyof Phenomenon, (value: unknown) => boolean> = {
  description: (value) => isText(value, 2000),
  association: isOneOf('benign', 'malignant', 'normal', 'unsure'),
  category: isOneOf(undefined, 'mass', 'calcification', 'other', 'normal tissue'),
  terms: (value) => isList(value, 100, (term) => isText(term, 100) && term.length > 0),
  confidence: isOneOf(undefined, 'low', 'medium', 'high'),
};

const ANSWER: Record<Exclude<keyof Answer, 'id'>, (value: unknown) => boolean> = {
  unit: isText,
  expert: isText,
  at: isTime,
  seconds: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  network: (value) => isText(value) && value.length > 0,
  mining: isText,
  recognizable: isOneOf(true, false),
  several: isOneOf(true, false),
  phenomena: (value) => isList(value, 100, (phenomenon) => isFields(phenomenon) && wrongField(phenomenon, PHENOMENON) === undefined),
  replaces: (value) => value === undefined || isList(value, 1000, (id) => isText(id) && /^[0-9a-f]{8}$/.test(id)),
};

/** The answer with the fields that an answer has, its unit in the one spelling. Throws RangeError that names the wrong field. */
export function answerForm(value: unknown): Answer {
  if (!isFields(value)) throw new RangeError('An answer is an object.');
  const wrong = wrongField(value, ANSWER);
  if (wrong !== undefined) throw new RangeError(`The field "${wrong}" is wrong.`);
  const { unit, phenomena, ...fields } = picked(value, ANSWER) as unknown as Answer;
  return { ...fields, unit: unitId(parseUnitId(unit)), phenomena: phenomena.map((p) => picked(p as object, PHENOMENON) as Phenomenon) };
}

const wrongField = (value: Fields, form: Record<string, (value: unknown) => boolean>): string | undefined =>
  Object.keys(form).find((field) => !form[field](value[field]));

const picked = (value: object, form: object): object =>
  Object.fromEntries(Object.entries(value).filter(([field]) => Object.hasOwn(form, field)));
