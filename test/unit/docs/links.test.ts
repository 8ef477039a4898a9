/** The documentation holds together: no link leads nowhere, and every page is reached from the README. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anchorsOf, linksOf } from './markdown';

const root = path.join(__dirname, '../../..');
const read = (page: string) => readFileSync(path.join(root, page), 'utf8');
const slashed = (file: string) => file.split(path.sep).join('/');
const inDocs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
const pages = ['README.md', 'MARKETPLACE.md', 'CHANGELOG.md', ...inDocs.map((file) => `docs/${slashed(file)}`)];

/** Links of a page to files here: from where, to which file, to which heading of it. */
function ownLinks(page: string): { page: string; address: string; file: string; anchor: string }[] {
  return linksOf(read(page))
    .filter((address) => !/^[a-z]+:/.test(address))
    .map((address) => {
      const [file, anchor = ''] = address.split('#');
      return { page, address, file: file === '' ? page : slashed(path.join(path.dirname(page), decodeURIComponent(file))), anchor };
    });
}

describe('the documentation', () => {
  const links = pages.flatMap(ownLinks);

  it('has links, and none of them leads to a file that there is not', () => {
    assert.ok(links.length > 50);
    const dead = links.filter(({ file }) => !existsSync(path.join(root, file)));
    assert.deepEqual(
      dead.map(({ page, address }) => `${page}: ${address}`),
      [],
    );
  });

  it('has no link to a heading that there is not', () => {
    const dead = links.filter(({ file, anchor }) => anchor !== '' && file.endsWith('.md') && !anchorsOf(read(file)).includes(anchor));
    assert.deepEqual(
      dead.map(({ page, address }) => `${page}: ${address}`),
      [],
    );
  });

  it('has no page that the README does not lead to', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) for (const { file } of ownLinks(page)) if (pages.includes(file)) reached.add(file);
    assert.deepEqual(
      pages.filter((page) => page.startsWith('docs/') && !reached.has(page)),
      [],
    );
  });

  it('calls commands by the names that they have in VS Code', () => {
    const { contributes } = JSON.parse(read('package.json')) as { contributes: { commands: { title: string }[] } };
    const titles = new Set(contributes.commands.map(({ title }) => title));
    const inTable = [...read('README.md').matchAll(/^\| ([A-Z][^|]*) \| [^|]+ \|$/gm)].flatMap(([, cell]) =>
      cell.split(', ').filter((name) => !name.startsWith('the view')),
    );
    const inProse = pages.flatMap((page) =>
      [...read(page).matchAll(/\*DeepMiner: ([^*…]+)\*/g)].map(([, name]) => name.replaceAll(/\s+/g, ' ')),
    );
    assert.ok(inTable.length > 20 && inProse.length > 3);
    assert.deepEqual(
      [...inTable, ...inProse].filter((name) => !titles.has(name) && !name.startsWith('Discovering Interpretable')),
      [],
    );
  });

  it('names no source, test or script that there is not', () => {
    const named = pages.flatMap((page) =>
      [
        ...read(page).matchAll(
          /`((?:src|test|scripts|docs|media|types|webview|notebook-renderers|bench)\/[\w./-]+\.(?:ts|tsx|mjs|py|md|json|sh|cjs))`/g,
        ),
      ].map(([, file]) => ({ page, file })),
    );
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter(({ file }) => !existsSync(path.join(root, file))).map(({ page, file }) => `${page}: ${file}`),
      [],
    );
  });
});
