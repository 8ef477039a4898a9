/** What runs are called beside each other. */
import { deepEqual } from 'node:assert/strict';
import { distinctRuns, runNames } from '../../../src/host/runs/runNames';

const at = (project: string, run: string) => ({ project, run });

describe('names of runs beside each other', () => {
  it('are their own in one project, and have the project with them in several', () => {
    deepEqual(runNames([at('/a', 'run-001'), at('/a', 'run-002')]), ['run-001', 'run-002']);
    deepEqual(runNames([at('/a', 'run-001'), at('/b', 'run-001')]), ['run-001 of a', 'run-001 of b']);
    deepEqual(runNames([at('c:\\x\\a', 'run-001'), at('c:\\x\\b\\', 'run-001')]), ['run-001 of a', 'run-001 of b']);
  });

  it('tell projects of the same name apart', () => {
    deepEqual(runNames([at('/x/a', 'r'), at('/y/a', 'r'), at('/b', 'r')]), ['r of /x/a', 'r of /y/a', 'r of b']);
  });
});

describe('runs that were named twice', () => {
  it('are there once, in their order', () => {
    deepEqual(distinctRuns([at('/b', 'r'), at('/a', 'r'), at('/b', 'r'), at('/b', 's')]), [at('/b', 'r'), at('/a', 'r'), at('/b', 's')]);
  });
});
