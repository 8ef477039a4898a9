/** What a compute method is: one function of its parameters and a task; the table of all of them is methods/index.ts. */
import type { CellOutput, MethodName, Params, Result } from '../protocol/compute';
import type { Task } from '../protocol/task';

export interface MethodContext extends Task {
  /** Output of a running notebook cell, streamed. */
  cellOutput(session: string, cell: string, output: CellOutput): void;
}

export type Method<M extends MethodName> = (params: Params<M>, context: MethodContext) => Promise<Result<M>>;
export type MethodTable = { readonly [M in MethodName]: Method<M> };
