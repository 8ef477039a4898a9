/** runCell and endSession: one kernel session per notebook, with the `deepminer` object in it. */
import { KernelSession } from '../../kernel/session';
import { type CellContext, cellContext, cellMethods } from '../cellMethods';
import type { MethodContext, MethodTable } from '../method';
import { notebookApi } from '../notebookApi';

interface Notebook {
  session: KernelSession;
  /** Context of the cell that runs now: its progress and cancellation. */
  context: CellContext;
}

/** Both methods over one table of sessions; `methods` is the whole table, for the `deepminer` object. */
export function notebookMethods(methods: () => MethodTable): Pick<MethodTable, 'runCell' | 'endSession'> {
  const notebooks = new Map<string, Notebook>();

  const open = (id: string, project: string, context: MethodContext): Notebook => {
    const api = notebookApi(project, cellMethods(methods()), () => notebook.context);
    const notebook: Notebook = {
      context: cellContext(context, () => undefined),
      session: new KernelSession({ directory: project, globals: { deepminer: api } }),
    };
    notebooks.set(id, notebook);
    return notebook;
  };

  return {
    async runCell({ session: id, cell, project, code, language }, context) {
      const notebook = notebooks.get(id) ?? open(id, project, context);
      notebook.context = cellContext(context, (progress) => context.cellOutput(id, cell, { kind: 'progress', progress }));
      return notebook.session.run(code, language, {
        stdout: (text) => context.cellOutput(id, cell, { kind: 'stdout', text }),
        stderr: (text) => context.cellOutput(id, cell, { kind: 'stderr', text }),
        display: (items) => context.cellOutput(id, cell, { kind: 'display', items }),
        more: (items) => context.cellOutput(id, cell, { kind: 'more', items }),
        signal: context.signal,
      });
    },
    async endSession({ session }) {
      notebooks.delete(session);
    },
  };
}
