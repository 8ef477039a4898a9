/** The form of a reader's answer, checked before it is kept and when it is read back. */
import { z } from 'zod';
import { ProblemError } from '../protocol/problem';
import type { StudyAnswer } from '../protocol/study';

const answer = z.object({
  study: z.string().regex(/^[0-9a-f]{64}$/),
  case: z.string().min(1).max(100),
  condition: z.enum(['words', 'picture']),
  reader: z.string(),
  call: z.enum(['benign', 'malignant']),
  confidence: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  seconds: z.number().min(0),
  at: z.iso.datetime(),
  replaces: z
    .array(z.string().regex(/^[0-9a-f]{8}$/))
    .max(1000)
    .optional(),
});

/** A checked answer. Throws ProblemError `study.answer` naming the wrong field. */
export function checkStudyAnswer(value: unknown): StudyAnswer {
  const result = answer.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ProblemError({
    code: 'study.answer',
    found: `${issue.path.join('.') || 'the answer'}: ${issue.message}`,
    expected: 'a case, a condition, a reader, benign or malignant, a confidence from 1 to 5, seconds, and a time',
    remedy: 'Correct this field and send the answer again.',
  });
}
