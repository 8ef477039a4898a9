/** Lists of flat objects in a notebook: as tables, escaped, of bounded length, the same in words. */
import assert from 'node:assert/strict';
import { displayItems } from '../../../src/kernel/display';
import { KernelSession } from '../../../src/kernel/session';

async function run(code: string): Promise<{ items?: Record<string, string>; shown: Record<string, string>[]; out: string }> {
  const shown: Record<string, string>[] = [];
  let out = '';
  const stdout = (text: string): void => {
    out += text;
  };
  const outlet = {
    stdout,
    stderr: stdout,
    display: (i: Record<string, string>) => void shown.push(i),
    more: () => assert.fail('a table has one form'),
    signal: new AbortController().signal,
  };
  const result = await new KernelSession().run(code, 'typescript', outlet);
  assert.ok(result.ok, JSON.stringify(result));
  return { items: result.items, shown, out };
}

describe('tables in a notebook', () => {
  it('show a list of flat objects that a cell made, with words beside', async () => {
    const { items } = await run("[{ unit: 'unit_0001', iou: 1 / 3 }, { unit: '<b>&', named: true }]");
    assert.match(items!['text/html'], /<th scope="col">unit<\/th><th scope="col" class="number">iou<\/th><th scope="col">named<\/th>/);
    assert.match(items!['text/html'], /<td class="number">0\.333333<\/td>/);
    assert.match(items!['text/html'], /<td>&lt;b&gt;&amp;<\/td>/);
    assert.match(items!['text/plain'], /│ .*'unit_0001'.*│ 0\.333/);
  });

  it('leave other values as they are printed', async () => {
    for (const value of [[], [1, 2], [{ a: { b: 1 } }], [{}], [new Map([[1, 2]])], { a: 1 }])
      assert.deepEqual(Object.keys((await displayItems(value))!), ['text/plain'], JSON.stringify(value));
  });

  it('are drawn by console.table too, with the columns asked for', async () => {
    const { shown, out } = await run("console.table([{ a: 1, b: 2 }], ['b']);\nconsole.table({ x: { a: 1 }, y: 2 });\nconsole.table(5);");
    assert.equal(shown.length, 2);
    assert.match(shown[0]['text/html'], /<thead><tr><th scope="col" class="number">b<\/th><\/tr>/);
    assert.match(shown[1]['text/html'], /<td>y<\/td><td class="number"><\/td><td class="number">2<\/td>/);
    assert.equal(out, '5\n');
  });

  it('count the rows that they leave out', async () => {
    const items = (await displayItems(Array.from({ length: 1000 }, (_, n) => ({ n }))))!;
    assert.equal(items['text/html'].match(/<tr><td/g)?.length, 300);
    for (const form of Object.values(items)) assert.match(form, /700 more of 1000 rows are not shown/);
  });

  it('are shown one after the other by display', async () => {
    const { shown } = await run('await display([{ a: 1 }]);\nawait display("two");');
    assert.deepEqual(
      shown.map((items) => Object.keys(items)),
      [['text/html', 'text/plain'], ['text/plain']],
    );
  });
});
