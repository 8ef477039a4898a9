/** The content address of a patch store: the same data, options and part give the same hash on every machine. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Part, View } from '../dataset/model';
import { labelOrder } from '../dataset/viewLabel';
import type { Config } from '../project/config';
import { inOrder } from './inOrder';

/** A part's number changes when the same input would give other patches. */
const FORMAT: Record<Part, number> = { train: 3, holdout: 3, test: 4 };
/** Bytes hashed at each end of a pixel file: entropy-coded pixels differ there, or in length, when any pixel differs in practice. */
const SAMPLED_BYTES = 16384;

/** Files looked at the same time: enough to hide the waiting of a network drive. */
const AT_ONCE = 32;

/** Samples of this process by file, used as long as the file is the same by size and times. */
const known = new Map<string, { stamp: string; digest: Uint8Array }>();

/** SHA-256 (hex) over options, part, classes and each view's description and file. A file that cannot be read counts by that fact. */
export async function patchAddress(views: readonly View[], part: Part, config: Config): Promise<string> {
  const hash = createHash('sha256');
  const { patches, classes, explanation } = config;
  const { healthy } = labelOrder(classes, explanation.background);
  // Named only where it is not the usual one: addresses of projects before there was a choice stay what they were.
  const named = healthy === 'normal' ? {} : { healthy };
  hash.update(JSON.stringify({ format: FORMAT[part], part, patches, classes, seed: config.dataset.seed, ...named }));
  for await (const [view, sample] of inOrder(views, AT_ONCE, ({ file }) => fileSample(file))) {
    // The path is left out: a data set that moves stays the same data set.
    const { file: _, ...described } = view;
    hash.update(JSON.stringify(described));
    hash.update(sample);
  }
  return hash.digest('hex');
}

async function fileSample(file: string): Promise<Uint8Array> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch (error) {
    return new TextEncoder().encode(`unreadable ${(error as NodeJS.ErrnoException).code ?? ''}`);
  }
  try {
    const { size, mtimeMs, ctimeMs, ino } = await handle.stat();
    const stamp = `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
    const before = known.get(file);
    if (before?.stamp === stamp) return before.digest;
    const digest = createHash('sha256').update(String(size));
    const block = new Uint8Array(SAMPLED_BYTES);
    for (const position of [0, Math.max(0, size - SAMPLED_BYTES)]) {
      const { bytesRead } = await handle.read(block, 0, SAMPLED_BYTES, position);
      digest.update(block.subarray(0, bytesRead));
    }
    const sample = digest.digest();
    known.set(file, { stamp, digest: sample });
    return sample;
  } finally {
    await handle.close();
  }
}
