/**
 * `node test/vscode/measureViews.mjs [RUNS CASES]`: how soon the views of a large project are there in a real VS Code, and how long its extension host
 * is kept from anything else meanwhile. Prints milliseconds; it is no test, for they are the machine's.
 */
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../scripts/vscodeRuntime.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscodeServer.mjs';
import { launchChromium } from './browser.mjs';
import { multiplyCases, multiplyRuns } from './manyCases.mjs';
import { makeProject, removeProject, screenshots } from './workbench.mjs';

const [runs = 500, cases = 2600] = process.argv.slice(2).map(Number);
const LIMIT_MS = 180_000;
const CHANGES = 5;

const project = makeProject({ cases: 8, steps: [['train'], ['evaluate']] });
multiplyRuns(project, runs);
multiplyCases(project, cases);
const data = fs.mkdtempSync(path.join(path.dirname(project), 'server-'));
const stallFile = path.join(data, 'stalls.txt');
fs.mkdirSync(path.join(data, 'extensions'), { recursive: true });
fs.cpSync(path.join(repository, 'test/vscode/stalls'), path.join(data, 'extensions', 'deepminer.stalls-0.0.0'), { recursive: true });
const server = await startServer({
  data,
  args: ['--disable-workspace-trust'],
  settings: { 'workbench.reduceMotion': 'on' },
  env: { DEEPMINER_STALLS: stallFile },
});
const browser = await launchChromium();
const figures = {};
let measured = Date.now();
/** Milliseconds until it is there, and the longest stall of the extension host meanwhile. */
async function measure(name, what) {
  const begun = Date.now();
  await what();
  const ms = Date.now() - begun;
  // What it was kept from is written down a moment later.
  await new Promise((resolve) => setTimeout(resolve, 600));
  const lines = fs.readFileSync(stallFile, 'utf8').trim().split('\n');
  const stalls = lines.map((line) => line.split(' ').map(Number)).filter(([at]) => at >= measured);
  figures[name] = { ms, stall: Math.max(0, ...stalls.map(([, stall]) => stall)) };
  measured = Date.now();
  console.log(`${name.padEnd(42)} ${String(ms).padStart(7)} ms, longest stall ${figures[name].stall} ms`);
}

try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 1000 } })).newPage();
  page.setDefaultTimeout(LIMIT_MS);
  const pane = (name) => page.locator('.pane', { has: page.locator('.pane-header', { hasText: name }) });
  const row = (view, text) => pane(view).locator('.monaco-list-row', { hasText: text });
  const last = `run-${String(runs).padStart(3, '0')}`;
  await page.goto(workbenchUrl(server.port, { folder: project }));
  await page.locator('.activitybar a[aria-label^="DeepMiner"]').waitFor();
  await measure('Runs: first rows', async () => {
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await row('Runs', last).waitFor();
  });
  await page.screenshot({ path: path.join(screenshots('many'), 'runs.png') });
  const events = path.join(project, 'runs', last, 'events.jsonl');
  const finished = fs.readFileSync(events, 'utf8');
  for (let n = 1; n <= CHANGES; n++)
    await measure(`Runs: a change of one run (${n})`, async () => {
      fs.writeFileSync(events, n % 2 === 1 ? `${finished}{"type":"cancelled"}\n` : finished);
      await row('Runs', last)
        .locator(n % 2 === 1 ? '.codicon-circle-slash' : '.codicon-pass')
        .waitFor();
    });
  await measure('Runs: a run more', async () => {
    fs.cpSync(path.join(project, 'runs/run-001'), path.join(project, 'runs/new'), { recursive: true });
    const file = path.join(project, 'runs/new/config.json');
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify({ ...settings, run: 'new', createdAt: '2099-01-01T00:00:00.000Z' }));
    await row('Runs', /^new/).waitFor();
  });
  for (const name of ['Runs', 'Units']) await pane(name).locator('.pane-header').first().click();
  await measure('Data Set: parts', async () => {
    await pane('Data Set').locator('.pane-header').first().click();
    await row('Data Set', 'Training').waitFor();
  });
  await measure('Data Set: first page of cases', async () => {
    await row('Data Set', 'Training').locator('.monaco-tl-twistie').click();
    await row('Data Set', /_3\d+|_\d{4}_/)
      .first()
      .waitFor();
  });
  await page.screenshot({ path: path.join(screenshots('many'), 'dataset.png') });
  await measure('nothing: five seconds', () => page.waitForTimeout(5000));
} finally {
  await browser.close();
  await server.stop();
  removeProject(project);
}
