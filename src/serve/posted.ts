/** The frame of what a page posts over HTTP, checked before anything is done with it. */
import { z } from 'zod';
import { Refusal } from './refusal';

export interface Posted<M> {
  /** The mark of what the page shows: after a restart another guest's may be offered here, or one of another project. */
  shown: string;
  message: M;
}

/** Throws a Refusal 400 that names the wrong field. */
export function readPosted<M>(text: string, message: z.ZodType<M>): Posted<M> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The message is no JSON.');
  }
  const result = z.object({ shown: z.string().max(128), message }).safeParse(value);
  if (result.success) return result.data as Posted<M>;
  const [issue] = result.error.issues;
  throw new Refusal(400, `The message is none of this page's: ${issue.path.join('.') || 'the whole'}: ${issue.message}`);
}
