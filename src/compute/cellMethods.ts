/** The methods as a notebook's cell calls them: how far its calls are is told to the cell, and that they have ended. */
import type { MethodName } from '../protocol/compute';
import type { Progress } from '../protocol/task';
import type { MethodContext, MethodTable } from './method';
import { throttled } from './throttled';

export interface CellContext extends MethodContext {
  /** Says that a call begins; what it returns, that the call has ended. */
  begin(): () => void;
}

/** The context of one run of a cell. `tell` hears the progress of its calls, a few times a second, and undefined whenever no call runs any more. */
export function cellContext(context: MethodContext, tell: (progress?: Progress) => void): CellContext {
  let running = 0;
  return {
    ...context,
    progress: throttled(tell),
    begin: () => {
      running += 1;
      return () => {
        running -= 1;
        if (running === 0) tell();
      };
    },
  };
}

/** The same table of methods; each call tells its cell when it begins and ends. */
export function cellMethods(methods: MethodTable): MethodTable {
  const told = Object.keys(methods).map((name) => {
    const method = methods[name as MethodName] as (params: unknown, context: MethodContext) => Promise<unknown>;
    const call = async (params: unknown, context: CellContext): Promise<unknown> => {
      const end = context.begin();
      try {
        return await method(params, context);
      } finally {
        end();
      }
    };
    return [name, call];
  });
  return Object.fromEntries(told) as MethodTable;
}
