/** What torch.save wrote, in whatever outer form: one pickled value, and storages whose bytes are read when a tensor needs them. */
import { ProblemError } from '../../protocol/problem';
import type { ByteSource } from '../bytes';
import type { Pickled, StorageRef } from '../pickle/values';

export interface Saved {
  value: Pickled;
  /** A storage's bytes, little-endian, in memory of their own. Throws ProblemError when they are not there. */
  storage(ref: StorageRef): Promise<Uint8Array>;
}

export function notSaved(source: ByteSource, found: string, expected = 'a file that torch.save wrote'): ProblemError {
  return new ProblemError({
    code: 'weights.torch',
    file: source.file,
    found,
    expected,
    remedy: 'Fetch or save the file again; from PyTorch: torch.save(model.state_dict(), "weights.pth").',
  });
}
