/** `deepminer.faithfulness()` in a notebook cell: what it asks for, and what it shows. */
import assert from 'node:assert/strict';
import type { MethodContext, MethodTable } from '../../../src/compute/method';
import { notebookApi } from '../../../src/compute/notebookApi';
import { allFigures } from '../../../src/faithfulness/report/figures';
import { themed } from '../../../src/faithfulness/report/ink';
import { displayItems } from '../../../src/kernel/display';
import { exampleFaithfulness } from '../faithfulness/example';

describe('faithfulness in a notebook', () => {
  const faithfulness = exampleFaithfulness();
  const svg = allFigures(faithfulness, themed);
  let asked: unknown;
  const measureFaithfulness: MethodTable['measureFaithfulness'] = async (params) => {
    asked = params;
    return { faithfulness, reused: false, text: 'in words', svg, page: '', file: '/p/faithfulness.json' };
  };
  const api = notebookApi('/p', { measureFaithfulness } as MethodTable, () => ({}) as MethodContext);

  it('shows all figures in one picture with words beside it, and gives the numbers', async () => {
    const value = await api.faithfulness({ run: 'run-002', steps: 5 });
    assert.deepEqual(asked, { project: '/p', run: 'run-002', steps: 5 });
    assert.equal(value, faithfulness);
    const items = (await displayItems(value))!;
    assert.deepEqual(Object.keys(items), ['image/svg+xml', 'text/plain']);
    for (const title of ['Silenced units', 'Deletion and insertion', 'Pointing game', 'Research use only'])
      assert.ok(items['image/svg+xml'].includes(title), title);
    assert.equal(items['text/plain'], 'in words');
  });

  it('names an option that there is none of', async () => {
    await assert.rejects(api.faithfulness({ step: 5 } as object), /step 5; expected one of part, views, steps/);
  });
});
