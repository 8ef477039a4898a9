/** Why a pickle is not read: at which byte, and whether it just ended too early. */
import { ProblemError } from '../../protocol/problem';

export type FaultKind = 'cutShort' | 'malformed' | 'global' | 'tooLarge';

const EXPECTED: Readonly<Record<FaultKind, string>> = {
  cutShort: 'a whole pickle',
  malformed: 'a pickle that Python wrote',
  global: 'tensors, numbers, texts and plain containers alone: a pickle can name any program code, and none is run here',
  tooLarge: 'a checkpoint of ordinary size',
};

const REMEDY: Readonly<Record<FaultKind, string>> = {
  cutShort: 'The file is cut short: fetch or save it again.',
  malformed: 'The file is damaged or of another kind: fetch or save it again.',
  global: 'If you trust the file, save its weights alone in PyTorch: torch.save(model.state_dict(), "weights.pth").',
  tooLarge: 'Save the weights alone in PyTorch: torch.save(model.state_dict(), "weights.pth").',
};

/** Inside the reader; leaves it as a ProblemError. */
export class PickleFault extends Error {
  constructor(
    readonly kind: FaultKind,
    readonly found: string,
    readonly position: number,
  ) {
    super(found);
  }

  /** `where` names the pickle inside the file, e.g. `data.pkl`. */
  problem(file: string, where: string): ProblemError {
    return new ProblemError({
      code: `weights.pickle.${this.kind}`,
      file,
      found: `${this.found} (byte ${this.position} of ${where})`,
      expected: EXPECTED[this.kind],
      remedy: REMEDY[this.kind],
    });
  }
}
