/** Compute methods behind a gate: while it is shut, what can be seen from files alone is, and all the rest is refused. */
import { type Problem, ProblemError } from '../../protocol/problem';
import type { ComputeMethodsClient } from '../computeClient';
import type { LookingMethods } from './lookingMethods';

/** A workspace that the person has not said to trust. */
export const UNTRUSTED: Problem = {
  severity: 'warning',
  code: 'workspace.untrusted',
  found: 'a workspace that is not trusted',
  expected: 'a trusted one: a notebook runs code, and a project names files to read',
  remedy: 'Look at what it holds, then run "Workspaces: Manage Workspace Trust".',
};

/** Methods of the compute process where `refusal` gives nothing; where it gives a problem, those that look, and that problem for the rest. */
export function gatedCompute(
  compute: ComputeMethodsClient,
  looking: LookingMethods,
  refusal: () => Problem | undefined,
): ComputeMethodsClient {
  return new Proxy({} as ComputeMethodsClient, {
    get: (_, name) => {
      if (typeof name !== 'string' || name === 'then') return undefined;
      return (params: never, options?: never) => {
        const problem = refusal();
        if (!problem) return compute[name as keyof ComputeMethodsClient](params, options);
        if (Object.hasOwn(looking, name)) return looking[name as keyof LookingMethods](params);
        return Promise.reject(new ProblemError(problem));
      };
    },
  });
}
