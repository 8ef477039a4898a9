/** What the page of a reader study may post. */
import { z } from 'zod';
import { STUDY_CALLS } from '../protocol/study';
import type { StudyToHost } from '../protocol/studyPage';

const condition = z.enum(['words', 'picture']);
const id = z.string().min(1).max(64);

export const studyMessage: z.ZodType<StudyToHost> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('picture'), case: id }),
  z.object({ type: z.literal('position'), item: z.object({ case: id, condition }).nullable() }),
  z.object({
    type: z.literal('call'),
    id: z.number().int(),
    answer: z.object({
      study: z.string().min(1).max(128),
      case: id,
      condition,
      call: z.enum([...STUDY_CALLS] as ['benign', 'malignant']),
      confidence: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
      seconds: z.number().min(0).max(1e6),
      replaces: z.array(z.string().max(64)).max(1000).optional(),
    }),
  }),
]);
