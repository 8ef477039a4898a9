/** What the commands share: the call of a compute method, and the options that name project and run. */
import path from 'node:path';
import type { Command } from 'commander';
import type { MethodName, Params, Result } from '../protocol/compute';
import type { DeviceChoice } from '../protocol/device';

/** Calls one compute method in this process and prints its result, as JSON with --json; `after` is told the printed result. */
export type Call = <M extends MethodName>(
  command: Command,
  method: M,
  params: Params<M>,
  text: (result: Result<M>) => string,
  after?: (result: Result<M>) => void,
) => Promise<void>;

export interface ProjectOptions {
  project: string;
  run?: string;
  /** Of commands that run networks. */
  device?: DeviceChoice;
}

export const at = (o: ProjectOptions) => ({ project: path.resolve(o.project), run: o.run });

/** The same with the device that is asked for. */
export const atDevice = (o: ProjectOptions) => ({ ...at(o), device: o.device });
