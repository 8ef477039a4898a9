/** Serves the method table over a vscode-jsonrpc connection: results, readable failures, cancellation, progress. */
import { ErrorCodes, type MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import { refusedByDisk } from '../project/files';
import type { ComputeFailure, ComputeNotifications, MethodName } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import type { MethodContext, MethodTable } from './method';
import { throttled } from './throttled';

/** JSON-RPC's own code for a request that was cancelled. */
const REQUEST_CANCELLED = -32800;

export function serve(connection: MessageConnection, methods: MethodTable): void {
  const notify = <N extends keyof ComputeNotifications>(name: N, payload: ComputeNotifications[N]) => {
    void connection.sendNotification(name, payload);
  };
  for (const name of Object.keys(methods) as MethodName[]) {
    const method = methods[name] as (params: unknown, context: MethodContext) => Promise<unknown>;
    connection.onRequest(name, async (params: { requestId: number }, token) => {
      const abort = new AbortController();
      const cancel = () => abort.abort(new DOMException('Cancelled.', 'AbortError'));
      const subscription = token.onCancellationRequested(cancel);
      // A request cancelled before its turn comes with a token that never fires.
      if (token.isCancellationRequested) cancel();
      const context: MethodContext = {
        signal: abort.signal,
        progress: throttled((progress) => notify('progress', { request: params.requestId, progress })),
        log: (level, message) => notify('log', { level, message }),
        cellOutput: (session, cell, output) => notify('cellOutput', { session, cell, output }),
      };
      try {
        abort.signal.throwIfAborted();
        return await method(params, context);
      } catch (error) {
        return failure(refusedByDisk(error), abort.signal.aborted);
      } finally {
        subscription.dispose();
      }
    });
  }
}

function failure(error: unknown, cancelled: boolean): ResponseError<ComputeFailure> {
  if (cancelled) return new ResponseError(REQUEST_CANCELLED, 'Cancelled.');
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return new ResponseError(ErrorCodes.InternalError, message, {
    problem: error instanceof ProblemError ? error.problem : undefined,
    stack,
  });
}
