/** What the page posts over HTTP, checked before anything is done with it. */
import { z } from 'zod';
import { phenomenon } from '../annotation/answer';
import { keptDraft } from '../annotation/drafts';
import type { SurveyToHost } from '../protocol/survey';
import type { UnitId } from '../protocol/unit';
import { Refusal } from './refusal';

export interface Posted {
  /** The mark of the survey that the page shows: after a restart another expert's may be offered here, or one of another project. */
  shown: string;
  message: SurveyToHost;
}

const unit = z
  .string()
  .regex(/^unit_\d{1,9}$/)
  .transform((text) => text as UnitId);

const message: z.ZodType<SurveyToHost> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('unit'), unit, mining: z.string().min(1).max(128) }),
  z.object({ type: z.literal('draft'), unit, kept: keptDraft.optional() }),
  z.object({ type: z.literal('position'), unit }),
  z.object({
    type: z.literal('answer'),
    id: z.number().int(),
    answer: z.object({
      unit,
      seconds: z.number().min(0),
      network: z.string().min(1).max(128),
      mining: z.string().min(1).max(128),
      recognizable: z.boolean(),
      several: z.boolean(),
      phenomena: z.array(phenomenon).max(100),
      replaces: z.array(z.string().max(64)).max(1000).optional(),
    }),
  }),
]);

const posted: z.ZodType<Posted> = z.object({
  shown: z.string().max(128),
  message,
});

/** Throws a Refusal 400 that names the wrong field. */
export function readMessage(text: string): Posted {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The message is no JSON.');
  }
  const result = posted.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal(400, `The message is none of this page's: ${issue.path.join('.') || 'the whole'}: ${issue.message}`);
}
