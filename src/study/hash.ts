/** What plan and key are known by, so that an edited file is noticed. */
import { createHash } from 'node:crypto';
import { contentHash } from '../project/files';
import type { StudyPlan } from '../protocol/study';

/** SHA-256, in hex, of the plan's JSON without `hash`, with sorted keys and no blanks. */
export function planHash({ hash: _, ...plan }: Omit<StudyPlan, 'hash'> & { hash?: string }): string {
  return contentHash(plan);
}

/** SHA-256, in hex, of the bytes of a key file. */
export function keyHash(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
