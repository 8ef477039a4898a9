/** Stands in for the compute process: speaks its wire, and behaves in the ways that a client must cope with. */
const { createMessageConnection, IPCMessageReader, IPCMessageWriter, ResponseError } = require('vscode-jsonrpc/node');

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const cancelled = new ResponseError(-32800, 'Cancelled.');

connection.onRequest('listRuns', ({ project }) => [{ run: `${project}:${process.pid}` }]);
connection.onRequest('openProject', () => ({ dir: process.env.DEEPMINER_DEVICE }));
connection.onRequest('train', async ({ requestId }, token) => {
  await connection.sendNotification('progress', { request: requestId, progress: { stage: 'train', done: 1, total: 4, secondsLeft: 30 } });
  return token.isCancellationRequested ? cancelled : new Promise((resolve) => token.onCancellationRequested(() => resolve(cancelled)));
});
connection.onRequest('followRun', () => new Promise(() => undefined));
connection.onRequest('mine', () => new Promise(() => undefined));
connection.onRequest('evaluate', () => {
  process.stderr.write('out of memory\n', () => process.kill(process.pid, 'SIGKILL'));
  return new Promise(() => undefined);
});
connection.onRequest('explain', () => {
  const problem = { severity: 'error', code: 'view.missing', file: '/data/a.LJPEG', found: 'a', expected: 'b', remedy: 'c' };
  return new ResponseError(-32603, 'no such view', { problem, stack: 'Error: no such view\n    at remote' });
});
connection.onRequest('runCell', async ({ session, cell, code }) => {
  await connection.sendNotification('cellOutput', { session, cell, output: { kind: 'stdout', text: code } });
  return { ok: true };
});
connection.onRequest('surveyState', async () => {
  await connection.sendNotification('log', { level: 'warn', message: 'one view left out' });
  return {};
});
connection.listen();
process.on('disconnect', () => process.exit(0));
