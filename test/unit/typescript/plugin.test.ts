/** What TypeScript's server knows in the cells of our notebooks, and that it keeps it from all others. */
import assert from 'node:assert/strict';
import { TypescriptServer } from './tsserver';

interface Entry {
  name: string;
}

interface QuickInfo {
  displayString: string;
  documentation: string;
}

describe('TypeScript in the cells of a notebook', () => {
  let server: TypescriptServer;

  const cell = (notebook: string, n: number): string => `^/vscode-notebook-cell/ts-nul-authority${notebook}#W${n}sZmlsZQ==`;
  const open = (file: string, fileContent: string): void => {
    server.tell('updateOpen', { openFiles: [{ file, fileContent, scriptKindName: 'TS', projectRootPath: '/p' }] });
  };
  const names = async (file: string, line: number, offset: number): Promise<string[]> =>
    (await server.ask<{ entries: Entry[] }>('completionInfo', { file, line, offset })).entries.map(({ name }) => name);

  before(async () => {
    server = await TypescriptServer.start();
    server.tell('configurePlugin', { pluginName: 'deepminer-typescript-plugin', configuration: { notebooks: ['/p/ours.ipynb'] } });
    open(cell('/p/ours.ipynb', 1), 'const mining = await deepminer.mine();\nconst own = 1;\n');
    open(cell('/p/ours.ipynb', 2), 'mining.\n;deepminer.\n;deepminer.explain(\n;own');
  });
  after(() => server.stop());

  it('offers every member of deepminer', async () => {
    const offered = await names(cell('/p/ours.ipynb', 2), 2, 12);
    for (const member of ['open', 'train', 'mine', 'explain', 'faithfulness', 'units']) assert.ok(offered.includes(member), member);
  });

  it('knows what a call of an earlier cell gave', async () => {
    assert.ok((await names(cell('/p/ours.ipynb', 2), 1, 8)).includes('coverage'));
  });

  it('offers names of earlier cells, and display', async () => {
    const offered = await names(cell('/p/ours.ipynb', 2), 4, 2);
    for (const name of ['own', 'mining', 'display', 'deepminer']) assert.ok(offered.includes(name), name);
  });

  it('says a member’s signature and what it does', async () => {
    const file = cell('/p/ours.ipynb', 1);
    const hover = await server.ask<QuickInfo>('quickinfo', { file, line: 1, offset: 33 });
    assert.match(hover.displayString, /mine\(run\?: string\): Promise<DeepMinerTypes\.MiningManifest>/);
    assert.match(hover.documentation, /Ranks units by influence/);
    const help = await server.ask<{ items: { parameters: Entry[] }[] }>('signatureHelp', {
      file: cell('/p/ours.ipynb', 2),
      line: 3,
      offset: 20,
    });
    assert.deepEqual(
      help.items[0].parameters.map(({ name }) => name),
      ['view', 'options'],
    );
  });

  it('finds no mistake in a cell’s grammar for awaiting at the top level', async () => {
    const file = cell('/p/ours.ipynb', 1);
    assert.deepEqual(await server.ask('syntacticDiagnosticsSync', { file }), []);
    assert.deepEqual(await server.ask('suggestionDiagnosticsSync', { file }), []);
  });

  it('leaves other notebooks alone until they are ours', async () => {
    const other = cell('/q/other.ipynb', 1);
    server.tell('updateOpen', {
      openFiles: [{ file: other, fileContent: 'deepminer.', scriptKindName: 'TS', projectRootPath: '/q' }],
    });
    await assert.rejects(names(other, 1, 11), /No content available/);
    server.tell('configurePlugin', {
      pluginName: 'deepminer-typescript-plugin',
      configuration: { notebooks: ['/p/ours.ipynb', '/q/other.ipynb'] },
    });
    assert.ok((await names(other, 1, 11)).includes('explain'));
  });
});
