/** The form of an answer, checked before it is kept and when it is read back. */
import { z } from 'zod';
import type { Answer } from '../protocol/annotation';
import { ProblemError } from '../protocol/problem';
import { parseUnitId, type UnitId, unitId } from '../protocol/unit';

const unit = z.string().transform((text, context): UnitId => {
  try {
    return unitId(parseUnitId(text));
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

/** The form of a phenomenon. */
export const phenomenon = z.object({
  description: z.string().max(2000),
  association: z.enum(['benign', 'malignant', 'normal', 'unsure']),
  category: z.enum(['mass', 'calcification', 'other', 'normal tissue']).optional(),
  terms: z.array(z.string().min(1).max(100)).max(100),
  confidence: z.enum(['low', 'medium', 'high']).optional(),
});

const answer = z.object({
  unit,
  expert: z.string(),
  at: z.iso.datetime(),
  seconds: z.number().min(0),
  network: z.string().min(1),
  mining: z.string(),
  recognizable: z.boolean(),
  several: z.boolean(),
  phenomena: z.array(phenomenon).max(100),
  replaces: z
    .array(z.string().regex(/^[0-9a-f]{8}$/))
    .max(1000)
    .optional(),
});

/** A checked answer, its unit in the one spelling `unit_0004`. Throws ProblemError `annotation.answer` naming the wrong field. */
export function checkAnswer(value: unknown): Answer {
  const result = answer.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ProblemError({
    code: 'annotation.answer',
    found: `${issue.path.join('.') || 'the answer'}: ${issue.message}`,
    expected: 'a unit, an expert, a time, the network and phenomena with description, association and terms',
    remedy: 'Correct this field and send the answer again.',
  });
}
