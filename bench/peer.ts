/** The peer: the first Python that has PyTorch, or other modules. */
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

const PROBE = 'import json, torch; print(json.dumps({"name": f"PyTorch {torch.__version__}", "cuda": torch.cuda.is_available()}))';

/** Imports the modules; named by the versions of all. */
function probeOf(modules: readonly string[]): string {
  const versions = modules.map((module) => `"${module} " + ${module}.__version__`).join(', ');
  return `import json, ${modules.join(', ')}; print(json.dumps({"name": ", ".join([${versions}]), "cuda": False}))`;
}

/**
 * The first of `chosen`, $DEEPMINER_PYTHON, python3 and /usr/bin/python3 that imports torch, or all of `modules`; undefined, said in the log, when none does.
 * Throws ProblemError when `chosen` is given and has none.
 */
export async function findPeer(chosen: string | undefined, log: Log, modules?: readonly string[]): Promise<Peer | undefined> {
  const wanted = modules?.join(', ') ?? 'torch';
  const { DEEPMINER_PYTHON } = process.env;
  const candidates = chosen ? [chosen] : [DEEPMINER_PYTHON, 'python3', '/usr/bin/python3'].filter((p) => p !== undefined);
  for (const python of candidates) {
    const found = await probe(python, modules ? probeOf(modules) : PROBE);
    if (typeof found !== 'string') {
      log(`Peer: ${found.name} (${python})`);
      return found;
    }
    if (python === chosen)
      throw new ProblemError({
        code: 'bench.python',
        file: python,
        found,
        expected: `a Python that imports ${wanted}`,
        remedy: `Install ${wanted} there, or name another with --python.`,
      });
    if (python === DEEPMINER_PYTHON) log(`DEEPMINER_PYTHON=${python} is passed over: ${found}`);
  }
  log(`No Python with ${wanted} was found (--python names one): ours is measured alone.`);
  return undefined;
}

/** The peer, or why it is none. */
async function probe(python: string, program: string): Promise<Peer | string> {
  try {
    const { stdout } = await promisify(execFile)(python, ['-c', program], { timeout: 120_000 });
    return { python, ...(JSON.parse(stdout) as { name: string; cuda: boolean }) };
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1)!;
  }
}
