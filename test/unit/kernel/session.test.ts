/** Facts of a notebook session: what a cell leaves for the next one, what it shows, and how its errors read. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CellOutlet, KernelSession } from '../../../src/kernel/session';
import type { CellResult } from '../../../src/protocol/compute';

interface Heard extends CellOutlet {
  out: string;
  err: string;
  shown: Record<string, string>[];
  added: Record<string, string>[];
}

function outlet(signal = new AbortController().signal): Heard {
  const heard: Heard = {
    out: '',
    err: '',
    shown: [],
    added: [],
    signal,
    stdout: (text) => {
      heard.out += text;
    },
    stderr: (text) => {
      heard.err += text;
    },
    display: (items) => void heard.shown.push(items),
    more: (items) => void heard.added.push(items),
  };
  return heard;
}

const ts = (session: KernelSession, code: string, to = outlet()): Promise<CellResult> => session.run(code, 'typescript', to);

async function shows(session: KernelSession, code: string, expected: string): Promise<void> {
  const result = await ts(session, code);
  assert.deepEqual(result, { ok: true, items: { 'text/plain': expected } }, code);
}

async function fails(session: KernelSession, code: string): Promise<Extract<CellResult, { ok: false }>> {
  const result = await ts(session, code);
  assert.ok(!result.ok, `expected an error from ${code}`);
  return result;
}

describe('a notebook session', () => {
  it('keeps const, let, var, function, class and destructured names for later cells', async () => {
    const session = new KernelSession();
    await ts(session, 'const a = 1; let b: number = 2, b2;\nvar c = 3;\nconst { d, e: [f, ...g], ...h } = { d: 4, e: [5, 6, 7], i: 8 };');
    await ts(session, 'function twice(x: number) { return 2 * x; }\nclass Box { constructor(public value: number) {} }');
    await ts(session, 'for (var n = 0; n < 3; n++) { var inner = n; }');
    await shows(session, '[a, b, b2, c, d, f, g.length, h.i, twice(10), new Box(9).value, n, inner].join()', "'1,2,,3,4,5,2,8,20,9,3,2'");
  });

  it('lets a cell run again and a name be declared again, functions included', async () => {
    const session = new KernelSession();
    await ts(session, 'const x = 1;\nfunction name() { return "first"; }\nfunction call() { return name(); }');
    await ts(session, 'const x = 2;\nfunction name() { return "second"; }');
    await shows(session, 'x + call()', "'2second'");
  });

  it('hoists function declarations and keeps their names and recursion', async () => {
    const session = new KernelSession();
    await shows(
      session,
      'const r = fact(5);\nfunction fact(n) { return n < 2 ? 1 : n * fact(n - 1); }\n[r, fact.name].join()',
      "'120,fact'",
    );
  });

  it('awaits at the top level and shows the last expression, whatever follows it', async () => {
    const session = new KernelSession();
    await shows(session, 'const v = await Promise.resolve(41);\nv + 1 // the answer', '42');
    await shows(session, '(1, 2);', '2');
    await shows(session, 'Promise.resolve("later")', "'later'");
    await shows(session, '({ a: [1, 2] })', '{ a: [ 1, 2 ] }');
    assert.deepEqual(await ts(session, 'const quiet = 1;'), { ok: true, items: undefined });
    assert.deepEqual(await ts(session, ''), { ok: true, items: undefined });
    assert.deepEqual(await ts(session, '// only words'), { ok: true, items: undefined });
  });

  it('strips TypeScript and leaves JavaScript as it is', async () => {
    const session = new KernelSession();
    await shows(
      session,
      'interface P { x: number }\ntype Q = P | undefined;\nenum Kind { A = 3 }\nconst p = { x: Kind.A } as P satisfies Q;\np!.x',
      '3',
    );
    const result = await session.run('const y: number = 1', 'javascript', outlet());
    assert.ok(!result.ok && result.name === 'SyntaxError');
  });

  it('imports modules statically, dynamically and from the notebook’s folder', async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'kernel-'));
    try {
      fs.writeFileSync(path.join(dir, 'helper.mjs'), 'export const seven = 7; export default "default";');
      const session = new KernelSession({ directory: dir });
      await ts(
        session,
        "import { join as glue } from 'node:path';\nimport * as everything from './helper.mjs';\nimport d, { seven } from './helper.mjs'",
      );
      await shows(
        session,
        "[glue('a', 'b'), everything.seven, d, seven, (await import('./helper.mjs')).seven].join()",
        "'a/b,7,default,7,7'",
      );
      const missing = await fails(session, "let fine = 1;\nimport { eight } from './helper.mjs'");
      assert.match(missing.message, /no export 'eight'/);
      assert.equal(missing.line, 2);
      assert.match((await fails(session, "import 'no-such-module'")).message, /no-such-module/);
    } finally {
      fs.rmSync(dir, { recursive: true });
    }
  });

  it('streams the console to the cell that runs', async () => {
    const session = new KernelSession();
    const first = outlet();
    await ts(session, 'console.log("loss", 0.5, { a: 1 }); console.error("careful")', first);
    const second = outlet();
    await ts(session, 'console.log("next")', second);
    assert.deepEqual([first.out, first.err, second.out], ['loss 0.5 { a: 1 }\n', 'careful\n', 'next\n']);
  });

  it('shows a value by its own display method, as a result and through display()', async () => {
    const rich = { [Symbol.for('deepminer.display')]: async () => ({ 'text/html': '<b>x</b>' }) };
    const session = new KernelSession({ globals: { rich } });
    const to = outlet();
    assert.deepEqual(await ts(session, 'await display(rich); rich', to), { ok: true, items: { 'text/html': '<b>x</b>' } });
    assert.deepEqual(to.shown, [{ 'text/html': '<b>x</b>' }]);
    const wrong = await fails(session, "({ [Symbol.for('deepminer.display')]: () => 5 })");
    assert.match(wrong.message, /must return MIME type/);
  });

  it('shares typed arrays, maps and dates with the process that made it', async () => {
    const isFloats = (x: unknown): boolean => x instanceof Float32Array;
    const session = new KernelSession({ globals: { isFloats } });
    await shows(session, 'isFloats(new Float32Array(2))', 'true');
  });

  describe('tells errors by the cell’s line', () => {
    it('for a throw, through functions and after an await', async () => {
      const session = new KernelSession();
      assert.equal((await fails(session, 'const a = 1;\n\nnull.x;')).line, 3);
      const late = await fails(session, 'await new Promise((r) => setTimeout(r, 1));\n\n\nthrow new RangeError("far");');
      assert.deepEqual([late.name, late.message, late.line], ['RangeError', 'far', 4]);
      const inner = await fails(session, 'let z;\nfunction deep() {\n  throw new Error("deep");\n}\nz = 1;\ndeep();');
      assert.equal(inner.line, 3);
      assert.match(inner.stack, /3 \| {3}throw new Error\("deep"\);/);
      assert.match(inner.stack, /at deep \(cell \d+:3\)/);
      assert.match(inner.stack, /at cell \d+:6/);
      assert.doesNotMatch(inner.stack, /node:|session\.ts/);
    });

    it('in this cell, when the function at fault stands in an earlier one', async () => {
      const session = new KernelSession();
      await ts(session, '\n\n\nfunction broken() { throw new TypeError("earlier"); }');
      const failure = await fails(session, 'const q = 1;\nbroken();');
      assert.equal(failure.line, 2);
      assert.match(failure.stack, /at broken \(cell 1:4\)/);
    });

    it('for syntax errors of TypeScript and of JavaScript, with a caret', async () => {
      const session = new KernelSession();
      const js = await session.run('const a = 1;\nconst b = = 2;', 'javascript', outlet());
      assert.ok(!js.ok);
      assert.equal(js.line, 2);
      assert.match(js.stack, /2 \| const b = = 2;\n\s+\^/);
      assert.equal((await fails(session, 'let ok = 1;\nfoo(;')).line, 2);
      assert.equal((await fails(session, 'return 5')).name, 'SyntaxError');
    });

    it('for a type stripped before it, lines unmoved', async () => {
      const session = new KernelSession();
      const failure = await fails(
        session,
        'interface Long {\n  a: number;\n  b: string;\n}\nconst x: Long | undefined = undefined;\nx!.a;',
      );
      assert.equal(failure.line, 6);
    });

    it('for a throw of something that is no Error', async () => {
      const failure = await fails(new KernelSession(), 'throw { code: 3 }');
      assert.deepEqual([failure.name, failure.message], ['Thrown', '{ code: 3 }']);
    });
  });

  it('leaves no undefined name behind when a declaration was never reached', async () => {
    const session = new KernelSession();
    await fails(session, 'null.x;\nconst never = 1;');
    assert.equal((await fails(session, 'never')).name, 'ReferenceError');
  });

  it('refuses to assign an undeclared name', async () => {
    assert.equal((await fails(new KernelSession(), 'undeclared = 1')).name, 'ReferenceError');
  });

  it('ends the wait at an interrupt, keeps variables and runs the next cell', async () => {
    const session = new KernelSession();
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    const stopped = await ts(session, 'const kept = 1;\nawait new Promise(() => {});', outlet(abort.signal));
    assert.ok(!stopped.ok && stopped.name === 'Interrupted');
    await shows(session, 'kept', '1');
  });

  it('runs cells one after the other, in the order they were given', async () => {
    const session = new KernelSession();
    const slow = ts(session, 'await new Promise((r) => setTimeout(r, 30)); const order = ["slow"];');
    const fast = ts(session, 'order.push("fast"); order.join()');
    await slow;
    assert.deepEqual(await fast, { ok: true, items: { 'text/plain': "'slow,fast'" } });
  });

  it('reports an error in a timer to the cell instead of ending the process', async () => {
    const to = outlet();
    await ts(new KernelSession(), 'setTimeout(() => { throw new Error("tick") }, 1); await new Promise((r) => setTimeout(r, 20));', to);
    assert.match(to.err, /Error in a timer: Error: tick/);
  });

  it('survives SIGINT in a loop that never awaits, variables kept', async function () {
    if (process.platform === 'win32') this.skip();
    const file = path.resolve('src/kernel/session.ts');
    const program = `import { KernelSession } from ${JSON.stringify(file)};
      const to = { stdout: (t) => process.stdout.write(t), stderr() {}, display() {}, signal: new AbortController().signal };
      const session = new KernelSession();
      const stopped = await session.run('const kept = 7; console.log("looping"); while (true) {}', 'javascript', to);
      const after = await session.run('kept', 'javascript', to);
      console.log(JSON.stringify([stopped.name, after.items['text/plain']]));`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data;
      if (text === 'looping\n') setTimeout(() => child.kill('SIGINT'), 100);
    });
    await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(text, 'looping\n["Interrupted","7"]\n');
  });

  it('shows at once what is there, then what takes longer; what fails there is told and costs nothing else', async () => {
    const session = new KernelSession();
    const heard = outlet();
    const later = (body: string) =>
      `({ [Symbol.for('deepminer.display')]: () => ({ a: 'now' }), [Symbol.for('deepminer.display.later')]: async () => { ${body} } })`;
    assert.deepEqual(await ts(session, later("return { b: 'then' };"), heard), { ok: true, items: undefined });
    // Objects of the session's own context have other prototypes.
    assert.equal(JSON.stringify([heard.shown, heard.added]), '[[{"a":"now"}],[{"b":"then"}]]');
    const failing = outlet();
    assert.deepEqual(await ts(session, later("throw new Error('no ink');"), failing), { ok: true, items: undefined });
    assert.equal(JSON.stringify([failing.shown, failing.added]), '[[{"a":"now"}],[]]');
    assert.match(failing.err, /no ink/);
  });
});
