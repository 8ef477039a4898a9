/** The peer: the first Python that has PyTorch. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProblemError } from '../src/protocol/problem';
import type { Log } from './benchmark';

export interface Peer {
  python: string;
  /** e.g. `PyTorch 2.4.1`. */
  name: string;
  cuda: boolean;
}

const PROBE = 'import json, torch; print(json.dumps({"version": torch.__version__, "cuda": torch.cuda.is_available()}))';

/**
 * The first of `chosen`, $DEEPMINER_PYTHON, python3 and /usr/bin/python3 that imports torch; undefined, said in the log, when none does.
 * Throws ProblemError when `chosen` is given and has none.
 */
export async function findPeer(chosen: string | undefined, log: Log): Promise<Peer | undefined> {
  const { DEEPMINER_PYTHON } = process.env;
  const candidates = chosen ? [chosen] : [DEEPMINER_PYTHON, 'python3', '/usr/bin/python3'].filter((p) => p !== undefined);
  for (const python of candidates) {
    const found = await probe(python);
    if (typeof found !== 'string') {
      log(`Peer: ${found.name} (${python})`);
      return found;
    }
    if (python === chosen)
      throw new ProblemError({
        code: 'bench.python',
        file: python,
        found,
        expected: 'a Python that imports torch',
        remedy: 'Install torch there, or name another with --python.',
      });
    if (python === DEEPMINER_PYTHON) log(`DEEPMINER_PYTHON=${python} is passed over: ${found}`);
  }
  log('No Python with torch was found (--python names one): ours is measured alone.');
  return undefined;
}

/** The peer, or why it is none. */
async function probe(python: string): Promise<Peer | string> {
  try {
    const { stdout } = await promisify(execFile)(python, ['-c', PROBE], { timeout: 120_000 });
    const { version, cuda } = JSON.parse(stdout) as { version: string; cuda: boolean };
    return { python, name: `PyTorch ${version}`, cuda };
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1)!;
  }
}
