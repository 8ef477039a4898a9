/** Facts of the pages that are found again after a window ended early. */
import { deepEqual, equal } from 'node:assert/strict';
import { type Kept, OpenPages } from '../../../src/host/openPages';

/** What outlives the window. */
function workspace(): Kept {
  const values = new Map<string, string>();
  return {
    get: (key) => (values.has(key) ? JSON.parse(values.get(key)!) : undefined),
    update: async (key, value) => void values.set(key, JSON.stringify(value)),
  };
}

interface Asked {
  project: string;
  expert: string;
  run?: string;
  mode?: 'consensus';
}

const openPages = (kept: Kept) => new OpenPages<Asked>(kept, 'open', (asked) => JSON.stringify(asked));
const ann: Asked = { project: '/p', expert: 'ann' };
const deciding = { ...ann, mode: 'consensus' as const };

describe('pages open when a window ends', () => {
  it('come back each once, the one opened last first', async () => {
    const kept = workspace();
    const before = openPages(kept);
    await before.opened(ann);
    await before.opened(deciding);
    equal(before.lost(), undefined);

    const after = openPages(kept);
    deepEqual(after.lost(), deciding);
    await after.opened(deciding);
    deepEqual(after.lost(), ann);
    await after.opened(ann);
    equal(after.lost(), undefined);
  });

  it('leave out one whose panel had kept which it was, and one that was closed', async () => {
    const kept = workspace();
    const before = openPages(kept);
    for (const survey of [ann, deciding, { ...ann, run: 'run-002' }]) await before.opened(survey);
    await before.closed(deciding);

    const after = openPages(kept);
    await after.opened({ ...ann, run: 'run-002' });
    deepEqual(after.lost(), ann);
  });

  it('are none in a workspace that never had one', () => {
    equal(openPages(workspace()).lost(), undefined);
  });
});
