/** A run's classifier, read again only when its file has changed: its weights are large, and a notebook asks for them cell by cell. */
import { stat } from 'node:fs/promises';
import { networkHash, readClassifier } from '../network/classifier';
import type { Classifier } from '../network/graph';
import { Kept } from './kept';

export interface KnownClassifier {
  classifier: Classifier;
  /** Content hash of the network and its weights. */
  network: string;
}

const last = new Kept<KnownClassifier>(async () => undefined);
const never = new AbortController().signal;

/** The classifier of a checkpoint with its hash; not to be changed, for the next caller may get the same one. Throws as readClassifier does. */
export async function readOnce(file: string): Promise<KnownClassifier> {
  const found = await stat(file).catch(() => undefined);
  const key = `${file} ${found?.ino} ${found?.size} ${found?.mtimeMs}`;
  const read = async () => {
    const classifier = await readClassifier(file);
    return { classifier, network: networkHash(classifier) };
  };
  return last.use(key, read, never, async (known) => known);
}
