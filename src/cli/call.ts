/** What the commands share: the call of a compute method, and the options that name project and run. */
import path from 'node:path';
import type { Command } from 'commander';
import type { MethodName, Params, Result } from '../protocol/compute';

/** Calls one compute method in this process and prints its result, as JSON with --json. */
export type Call = <M extends MethodName>(
  command: Command,
  method: M,
  params: Params<M>,
  text: (result: Result<M>) => string,
) => Promise<void>;

export interface ProjectOptions {
  project: string;
  run?: string;
}

export const at = (o: ProjectOptions) => ({ project: path.resolve(o.project), run: o.run });
