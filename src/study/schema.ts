/** The forms of plan, key and picture as they are on the disk. */
import { z } from 'zod';
import { ProblemError } from '../protocol/problem';
import { STUDY_VERSION, type StudyKey, type StudyPicture, type StudyPlan } from '../protocol/study';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');
const count = z.int().min(0);
const caseId = z.string().regex(/^case_\d{3,}$/, 'expected case_ and at least three digits');
const unit = z.string().regex(/^unit_\d{4,}$/, 'expected unit_ and at least four digits');
const call = z.enum(['benign', 'malignant']);
const condition = z.enum(['words', 'picture']);

/** The choices of a study. */
export const choicesSchema = z.object({
  seed: z.int(),
  cases: z
    .int()
    .min(2)
    .refine((n) => n % 2 === 0, 'expected an even number: half of the cases are benign, half malignant'),
  units: z.int().min(1).max(20),
  explained: z.enum(['decided', 'malignant']),
  draw: z.enum(['case', 'view']),
  conditions: z
    .array(condition)
    .min(1)
    .refine((c) => new Set(c).size === c.length, 'expected each condition once'),
  goBack: z.boolean(),
});

const planSchema = z.object({
  version: z.literal(STUDY_VERSION),
  hash,
  name: z.string(),
  created: z.iso.datetime(),
  choices: choicesSchema,
  source: z.object({
    run: z.string(),
    architecture: z.string().optional(),
    network: z.string(),
    mining: z.string(),
    checkpoint: z.string(),
    experts: z.array(z.string()),
  }),
  eligible: z.object({ benign: count, malignant: count }),
  leftOut: z.array(z.object({ reason: z.string(), count })),
  key: hash,
  cases: z.array(
    z.object({ id: caseId, units: z.array(z.object({ unit, words: z.array(z.string()).min(1) })).min(1), picture: z.string().optional() }),
  ),
  notice: z.string(),
});

const keySchema = z.object({
  version: z.literal(STUDY_VERSION),
  study: z.string(),
  cases: z.record(
    caseId,
    z.object({
      truth: call,
      viewId: z.string(),
      caseId: z.string(),
      findingTypes: z.array(z.string()),
      keywords: z.array(z.string()),
      decidedClass: z.string(),
      networkRight: z.boolean(),
      scores: z.record(z.string(), z.number()),
    }),
  ),
});

const grid = z.object({
  width: z.int().min(1),
  height: z.int().min(1),
  offset: z.number(),
  scale: z.number().min(0),
  data: z.base64(),
});
const pictureSchema = z.object({
  view: z.object({
    width: z.int().min(1),
    height: z.int().min(1),
    picture: z.string().regex(/^data:image\/jpeg;base64,/),
    pictureWidth: z.int().min(1),
    pictureHeight: z.int().min(1),
  }),
  placement: z.object({ x0: z.number(), y0: z.number(), stepX: z.number(), stepY: z.number() }),
  units: z.array(z.object({ map: grid, maskThreshold: z.number() })),
});

/** A plan as read from JSON. Throws ProblemError `study.damaged` that names the first place which does not fit. */
export const checkPlan = (json: unknown, file: string): StudyPlan => checked(planSchema, json, file, 'the plan of a study') as StudyPlan;

/** A key as read from JSON. Throws as checkPlan does. */
export const checkKey = (json: unknown, file: string): StudyKey => checked(keySchema, json, file, 'the key of a study');

/** A picture of a case as read from JSON. Throws as checkPlan does. */
export const checkPicture = (json: unknown, file: string): StudyPicture => checked(pictureSchema, json, file, 'a picture of a study');

function checked<T extends z.ZodType>(schema: T, json: unknown, file: string, what: string): z.output<T> {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0];
  throw new ProblemError({
    code: 'study.damaged',
    file,
    found: `at ${path.join('.') || 'the top'}: ${message}`,
    expected: `${what}, version ${STUDY_VERSION}`,
    remedy: 'Restore the file as "deepminer study create" wrote it, or make a new study.',
  });
}
