/** Curves of single views, kept as soon as they are drawn: a measurement that is stopped after an hour goes on from there. */
import path from 'node:path';
import type { View } from '../dataset/model';
import { contentHash, readJson, writeJson } from '../project/files';
import type { ViewCurves } from '../protocol/faithfulness';
import { ProblemError } from '../protocol/problem';

export interface KeptCurves {
  read(view: View): Promise<ViewCurves | undefined>;
  write(view: View, curves: ViewCurves): Promise<void>;
}

interface Kept {
  address: string;
  curves: ViewCurves;
}

/**
 * Curves in a folder, a file a view.
 * @param everything all that they depend on beside the view's name
 */
export function keptCurves(dir: string, everything: unknown): KeptCurves {
  const base = contentHash(everything);
  const addressOf = (view: View) => contentHash([base, view.id]);
  const fileOf = (address: string) => path.join(dir, `${address.slice(0, 24)}.json`);
  return {
    async read(view) {
      const address = addressOf(view);
      const kept = await readJson<Kept>(fileOf(address), 'deepminer faithfulness').catch(passOver);
      return kept?.address === address ? kept.curves : undefined;
    },
    write(view, curves) {
      const address = addressOf(view);
      return writeJson(fileOf(address), { address, curves } satisfies Kept);
    },
  };
}

/** What is absent or damaged is drawn anew. */
function passOver(error: unknown): undefined {
  if (error instanceof ProblemError) return undefined;
  throw error;
}
