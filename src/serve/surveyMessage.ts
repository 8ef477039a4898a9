/** What the survey page may post. */
import { z } from 'zod';
import { phenomenon } from '../annotation/answer';
import { keptDraft } from '../annotation/drafts';
import type { SurveyToHost } from '../protocol/survey';
import type { UnitId } from '../protocol/unit';

const unit = z
  .string()
  .regex(/^unit_\d{1,9}$/)
  .transform((text) => text as UnitId);

export const surveyMessage: z.ZodType<SurveyToHost> = z.discriminatedUnion('type', [
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
