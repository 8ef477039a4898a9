/**
 * Runs test/integration, or those of its files that are named, inside VS Code's real extension host: bundles it, starts the embedded server, opens a
 * workbench that runs it. With VSIX in the environment that package is installed and tested, else the working tree.
 */
import path from 'node:path';
import { format } from 'node:util';
import { ensureRuntime, repository } from '../../scripts/vscodeRuntime.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscodeServer.mjs';
import { launchChromium } from './browser.mjs';
import { bundleIntegration } from './bundleIntegration.mjs';
import { oddFolder, removeOddFolder } from './oddFolder.mjs';

/** Names of test files that run alone, e.g. `soak`. */
const chosen = process.argv.slice(2);
const cycles = Number(process.env.SOAK_CYCLES ?? 0);
const LIMIT_MS = 600_000 + cycles * 12_000;
const MARK = '[test] ';

/** Resolves with the summary line and exit code of the run in the page. */
async function runInWorkbench(page, url) {
  let summary = '';
  const ended = new Promise((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve);
    page.exposeFunction('codeAutomationLog', (type, values) => {
      const text = format(...values);
      if (text.startsWith(`${MARK}SUMMARY `)) summary = text.slice(MARK.length + 8);
      else if (text.startsWith(MARK)) console.log(text.slice(MARK.length));
      else if (process.env.VERBOSE) console.log(`[vscode ${type}] ${text.slice(0, 400)}`);
    });
    page.on('crash', () => reject(new Error('The workbench page crashed.')));
    setTimeout(() => reject(new Error(`The tests did not end within ${LIMIT_MS / 1000} s.`)), LIMIT_MS).unref();
  });
  await page.goto(url);
  const code = await ended;
  return { code, summary };
}

const { folder, run, tests } = await bundleIntegration();
await ensureRuntime();
const workspace = oddFolder('deepminer-workspace-');
let server;
let browser;
let last = '0 passed, 1 failed';
try {
  server = await startServer({
    linked: false,
    args: ['--enable-smoke-test-driver', '--disable-workspace-trust'],
    env: {
      DEEPMINER_INSTALLED: process.env.VSIX ? '1' : '',
      DEEPMINER_TEST_FILES: tests.filter((file) => chosen.length === 0 || chosen.includes(path.basename(file, '.test.cjs'))).join('\n'),
    },
  });
  browser = await launchChromium();
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
  const url = workbenchUrl(server.port, { folder: workspace, developed: [process.env.VSIX ? folder : repository], tests: run });
  const { code, summary } = await runInWorkbench(page, url);
  if (summary) last = summary;
  if (code !== 0) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  if (server) console.error(server.log().slice(-1500));
  process.exitCode = 1;
} finally {
  await browser?.close();
  await server?.stop();
  removeOddFolder(workspace);
}
console.log(last);
// Sockets of a workbench that was closed may linger; what was to be said is said.
process.exit();
